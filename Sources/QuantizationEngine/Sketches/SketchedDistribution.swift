/// A distribution that keeps the moments of the values in fixed bins: of any number of values, in
/// parts if need be, and exact but for where in its bin a value is.
///
/// Ranks and moments that cut a bin are estimates: the values of a bin are taken to be equally far
/// apart, with the count, the mean and the spread that the bin has. Whatever cuts no bin is exact.
/// ``rankBounds(belowRounding:)``, ``rankBounds(below:)`` and ``valueBounds(atRank:)`` say what is
/// sure.
///
/// - Complexity: O(log b) for each answer, b the number of bins; 72 bytes for each bin.
public struct SketchedDistribution: Distribution {
  /// The sketch.
  public let sketch: TensorSketch
  /// How many values there are.
  public let count: Int

  /// `ranks[i]` values are below bin i, and one more entry is for all; so for the sums.
  let ranks: [Int]
  private let sums: [DoubleDouble]
  private let squares: [DoubleDouble]
  /// Σr² and Σ|r| at most, r being how far a value is from the float32 that is held; 0 where it is.
  let roundingSquares: Double
  let roundingTotal: Double

  /// The distribution of the finite values of a sketch.
  public init(_ sketch: TensorSketch) {
    self.sketch = sketch
    var ranks = [0]
    var sums = [DoubleDouble.zero]
    var squares = [DoubleDouble.zero]
    var roundingSquares = 0.0
    var roundingTotal = 0.0
    for index in sketch.bins.places.indices {
      let bin = SketchBin(sketch.bins, at: index, within: 0...SketchBins.lastLow)
      let moments = bin.moments
      ranks.append(ranks[index] + bin.count)
      sums.append(sums[index] + moments.sum)
      squares.append(squares[index] + moments.squares)
      let half = bin.unit / 2
      roundingSquares += Double(bin.count) * half * half
      roundingTotal += Double(bin.count) * half
    }
    self.ranks = ranks
    self.sums = sums
    self.squares = squares
    count = ranks[ranks.count - 1]
    // A little more than the sums, which were rounded themselves.
    let isRounded = sketch.precision == .rounded
    self.roundingSquares = isRounded ? roundingSquares * (1 + 0x1p-30) : 0
    self.roundingTotal = isRounded ? roundingTotal * (1 + 0x1p-30) : 0
  }

  /// How many elements are not finite.
  public var excluded: NonFiniteCounts { sketch.excluded }

  /// Values are known to within their bin only.
  public var knowsValues: Bool { false }

  /// The smallest and the largest value, exactly; nil if there are none.
  public var bounds: ClosedRange<Double>? { sketch.bounds }

  /// The estimated value of which `rank` values are not larger; the outermost two are exact.
  public func value(atRank rank: Int) -> Double {
    precondition(rank >= 0 && rank < count, "a rank is from 0 to below the count")
    guard let bounds else { return .nan }
    if rank == 0 { return bounds.lowerBound }
    if rank == count - 1 { return bounds.upperBound }
    let index = index(ofRank: rank)
    let bin = bin(index)
    let value = bin.value(bin.place(atRank: rank - ranks[index]))
    return min(max(value, bounds.lowerBound), bounds.upperBound)
  }

  /// For each threshold, the estimated number of values that have a float32 rounding below it.
  public func ranks(belowRounding thresholds: [Float]) -> [Int] {
    thresholds.map { rank(below: cut(at: $0)) }
  }

  /// For each edge, the estimated number of values below it.
  public func ranks(below edges: [Double]) -> [Int] {
    edges.map { edge in
      guard let bounds, edge > bounds.lowerBound else { return 0 }
      guard edge <= bounds.upperBound else { return count }
      return rank(below: cut(at: Self.ceiling(edge)))
    }
  }

  /// For each rank r, the moments of the r smallest values: exact between bins, else estimated.
  public func moments(below ranks: [Int]) -> [Moments] {
    ranks.map { rank in
      precondition(rank >= 0 && rank <= count, "a rank is from 0 to the count")
      guard rank < count else { return moments(belowBin: self.ranks.count - 1) }
      let index = index(ofRank: rank)
      return moments(belowBin: index) + bin(index).moments(below: rank - self.ranks[index])
    }
  }

  /// The exact moments of the values below a bin.
  func moments(belowBin index: Int) -> Moments {
    Moments(count: ranks[index], sum: sums[index], squares: squares[index])
  }

  /// A bin, within the places that the tensor's bounds leave.
  func bin(_ index: Int) -> SketchBin {
    var first = 0
    var last = SketchBins.lastLow
    if let bounds {
      if index == 0 { first = Int((Float(bounds.lowerBound) + 0).key & UInt32(last)) }
      if index == ranks.count - 2 {
        last = Int((Float(bounds.upperBound) + 0).key & UInt32(SketchBins.lastLow))
      }
    }
    return SketchBin(sketch.bins, at: index, within: min(first, last)...max(first, last))
  }

  /// The smallest float32 that is not below a number; +infinity if there is none.
  static func ceiling(_ edge: Double) -> Float {
    let rounded = Float(edge)
    return Double(rounded) < edge ? rounded.nextUp : rounded
  }

  private func rank(below cut: Cut) -> Int {
    ranks[cut.index] + (cut.place.map { bin(cut.index).count(below: $0) } ?? 0)
  }

  /// The bin in which the value of a rank lies.
  func index(ofRank rank: Int) -> Int {
    var lower = 0
    var upper = ranks.count - 2
    while lower < upper {
      let middle = (lower + upper + 1) / 2
      if ranks[middle] <= rank { lower = middle } else { upper = middle - 1 }
    }
    return lower
  }
}
