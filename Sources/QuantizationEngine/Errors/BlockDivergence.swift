import Glibc

/// The divergences that one quantizer after another makes on the values of a block, each over the
/// block's own range: what ``DivergenceReference`` says of their staircases, bit for bit.
///
/// No staircase is made: the centres of bins that hold something are quantized. Where the bins of
/// a code hold equally many values each, P and Q are equal, so that only codes matter that have a bin
/// whose count is not the usual one; and few values on many bins have few of these.
public struct BlockDivergence {
  /// The bins over the range of the values.
  public let bins: Bins

  /// How many values there are.
  let total: Double
  /// How many values the bins that are not empty hold, ascending.
  private(set) var counts: [Double] = []
  /// The highest float32 that is not above the centre of each (see ``LevelShares``); the last of them is
  /// repeated until they fill vectors of four.
  private(set) var centers: [Float] = []
  /// The indices of those bins that do not hold the least number.
  private(set) var uneven: [Int] = []
  private var places: [UInt32] = []
  private var klTerms = DivergenceTerms()
  private var jsTerms = DivergenceTerms()
  /// What is known of runs of bins about one that is uneven, by their lengths.
  var klOfRuns: [Double] = []
  var jsOfRuns: [Double] = []

  /// The divergences on a block; nil if it has no finite values.
  public init?(
    _ distribution: any Distribution, binCount: Int = DivergenceReference.standardBinCount
  ) {
    guard let bounds = distribution.bounds else { return nil }
    let bins = Bins(over: bounds, count: binCount)
    self.bins = bins
    total = Double(distribution.count)
    let capacity = min(binCount, distribution.count)
    counts.reserveCapacity(capacity)
    centers.reserveCapacity(capacity + 3)
    switch OccupiedBins(distribution, over: bins) {
    case .bins(let occupied):
      for entry in occupied { add(entry.count, bins.levelCenter(entry.bin)) }
    case .values(let sorted):
      unsafe sorted.withNumbers { numbers in
        unsafe bins.forEachBin(of: numbers) { _, count, center in add(count, center) }
      } float64: { numbers in
        unsafe bins.forEachBin(of: numbers) { _, count, center in add(count, center) }
      }
    }
    var usual = Double.infinity
    for count in counts where count < usual { usual = count }
    for index in counts.indices where counts[index] != usual { uneven.append(index) }
    while !centers.count.isMultiple(of: 4), let last = centers.last { centers.append(last) }
    places = Array(repeating: 0, count: centers.count)
  }

  /// Takes a bin in.
  @inline(__always)
  private mutating func add(_ count: Int, _ center: Float) {
    counts.append(Double(count))
    centers.append(center)
  }

  /// Whether all divergences on a block are zero because no two of its values share a bin: P and Q are
  /// then equal under every quantizer.
  ///
  /// - Parameters:
  ///   - distribution: the values of a block.
  ///   - bins: the bins over their own range.
  /// - Returns: false also where it is not known at once.
  /// - Complexity: O(values), of which there are no more than bins.
  public static func isZero(on distribution: any Distribution, over bins: Bins) -> Bool {
    guard let sorted = distribution as? SortedDistribution, sorted.count <= bins.count else {
      return false
    }
    var isZero = false
    unsafe sorted.withNumbers { numbers in
      isZero = unsafe bins.holdSingles(numbers)
    } float64: { numbers in
      isZero = unsafe bins.holdSingles(numbers)
    }
    return isZero
  }

  /// KL(P‖Q) in nats: equation (19).
  public mutating func klInNats(under quantizer: AffineQuantizer) -> Double {
    var sum = 0.0
    var terms = klTerms.taken()
    forEachShare(under: quantizer) { count, share in
      if count != share { sum += terms.term(count, share) { Self.klTerm($0, $1) } }
    }
    klTerms = terms
    return kl(ofSum: sum)
  }

  /// What a bin of a count adds to KL where its code's share is another number.
  @inline(__always)
  static func klTerm(_ count: Double, _ share: Double) -> Double { count * log(count / share) }

  /// KL of the sum of its terms; rounding may leave a trace below zero where P and Q are equal.
  @inline(__always)
  func kl(ofSum sum: Double) -> Double { max(sum / total, 0) }

  /// JS in nats: equation (20).
  public mutating func jsInNats(under quantizer: AffineQuantizer) -> Double {
    var sum = 0.0
    var terms = jsTerms.taken()
    forEachShare(under: quantizer) { count, share in
      if count != share {
        sum += terms.term(count, share) { Self.jsTerm($0, $1) }
      }
    }
    jsTerms = terms
    return js(ofSum: sum)
  }

  /// What a bin of a count adds to JS where its code's share is another number.
  @inline(__always)
  static func jsTerm(_ count: Double, _ share: Double) -> Double {
    DivergenceReference.jensenShannonTerm(count, share)
  }

  /// JS of the sum of its terms.
  @inline(__always)
  func js(ofSum sum: Double) -> Double { min(max(sum / (2 * total), 0), log(2)) }

  /// Calls `body` with the count of each bin and its share of its code, ascending, but for codes all
  /// of whose bins hold the least number.
  @inline(__always)
  private mutating func forEachShare(
    under quantizer: AffineQuantizer, _ body: (_ count: Double, _ share: Double) -> Void
  ) {
    let kind = LaneKind(of: quantizer)
    var (start, next) = (0, 0)
    while next < uneven.count {
      let run = run(about: uneven[next], from: start, under: quantizer, kind)
      var mass = 0.0
      for index in run { mass += counts[index] }
      let share = mass / Double(run.count)
      for index in run { body(counts[index], share) }
      start = run.upperBound
      while next < uneven.count, uneven[next] < start { next &+= 1 }
    }
  }

  /// The bins that share the code of one of them; none of those below `start` does.
  @inline(__always)
  private mutating func run(
    about bin: Int, from start: Int, under quantizer: AffineQuantizer, _ kind: LaneKind
  ) -> Range<Int> {
    switch kind {
    case .dividing: run(about: bin, from: start, DividingLanes(quantizer))
    case .multiplying: run(about: bin, from: start, MultiplyingLanes(quantizer))
    case .storedInverse: run(about: bin, from: start, StoredInverseLanes(quantizer))
    case .summing: run(about: bin, from: start, SummingLanes(quantizer))
    case .single: run(about: bin, from: start, SingleLanes(quantizer))
    }
  }

  /// Four centres are quantized at a time, and no more of them than the run and its neighbours.
  @inline(__always)
  private mutating func run(
    about bin: Int, from start: Int, _ lanes: some LaneArithmetic
  ) -> Range<Int> {
    let count = counts.count
    return unsafe centers.withUnsafeBytes { centers in
      unsafe places.withUnsafeMutableBytes { places in
        guard let source = centers.baseAddress, let target = places.baseAddress else {
          return bin..<bin + 1
        }
        func quantize(from first: Int) {
          let centers = unsafe Float.lanes(at: source, element: first).rounded
          unsafe target.storeBytes(
            of: lanes.quantize(centers).places, toByteOffset: 4 &* first, as: SIMD4<UInt32>.self)
        }
        func place(_ index: Int) -> UInt32 {
          unsafe target.load(fromByteOffset: 4 &* index, as: UInt32.self)
        }
        var lower = bin & ~3
        var upper = lower &+ 4
        quantize(from: lower)
        let own = place(bin)
        var first = bin
        while first > start {
          if first == lower {
            lower &-= 4
            quantize(from: lower)
          }
          guard place(first &- 1) == own else { break }
          first &-= 1
        }
        var last = bin &+ 1
        while last < count {
          if last == upper {
            quantize(from: upper)
            upper &+= 4
          }
          guard place(last) == own else { break }
          last &+= 1
        }
        return first..<last
      }
    }
  }
}
