/// The error that a staircase makes on some values, as sums, so that blocks add up.
///
/// e = x − x̂, x̂ the level of x. *Clipped* means strictly outside the representable range.
public struct ErrorSums: Hashable, Sendable {
  /// How many values there are.
  public var count = 0
  /// Σx².
  public var squares = 0.0
  /// Σx̂².
  public var quantizedSquares = 0.0
  /// Σx·x̂.
  public var products = 0.0
  /// Σe² over the values inside the representable range.
  public var roundingSquaredError = 0.0
  /// Σe² over the clipped values.
  public var clippingSquaredError = 0.0
  /// Σe, to about 106 bits: errors of either sign cancel.
  var signed = DoubleDouble.zero
  /// Σ(e/S)² over all values, S the scale of each value's block; nil where levels have no scale.
  public var squaredErrorInSteps: Double? = 0
  /// Σ|e|.
  public var absoluteError = 0.0
  /// max |e|.
  public var maximumAbsoluteError = 0.0
  /// How many values lie below the lowest level.
  public var clippedBelow = 0
  /// How many values lie above the highest level.
  public var clippedAbove = 0
  /// How many values go to each level, the lowest level first.
  public var levelCounts: [Int] = []
  /// Σe² over the values that go to each level; empty once blocks were added up.
  public var levelSquaredErrors: [Double] = []

  /// The sums over no values.
  public init() {}

  /// How many levels one processor sweeps over at a time.
  private static let levelsOfPart = 1024

  /// The sums over the values of a distribution.
  ///
  /// - Complexity: O(levels · log n); more than 1024 levels on all processors.
  public init(of distribution: any Distribution, on staircase: Staircase) {
    let levels = staircase.levels.count
    guard levels > Self.levelsOfPart else {
      self.init(of: distribution, on: staircase, steps: 0..<levels)
      return
    }
    let parts = stride(from: 0, to: levels, by: Self.levelsOfPart).map {
      $0..<min($0 + Self.levelsOfPart, levels)
    }
    let sums = Parallel.map(parts) { ErrorSums(of: distribution, on: staircase, steps: $0) }
    self.init()
    levelCounts.reserveCapacity(levels)
    levelSquaredErrors.reserveCapacity(levels)
    for part in sums {
      add(part)
      levelCounts += part.levelCounts
      levelSquaredErrors += part.levelSquaredErrors
    }
  }

  /// The sums over the values that go to some of the levels.
  private init(of distribution: any Distribution, on staircase: Staircase, steps: Range<Int>) {
    let sweep = StepSums(of: distribution, on: staircase, steps: steps)
    let all = distribution.moments(from: sweep.moments[0], to: sweep.moments[steps.count])
    count = all.count
    squares = all.totalOfSquares
    clippedBelow = sweep.clippedBelow ?? 0
    clippedAbove = distribution.count - (sweep.notClippedAbove ?? distribution.count)
    levelCounts = [Int](repeating: 0, count: steps.count)
    levelSquaredErrors = [Double](repeating: 0, count: steps.count)
    guard count > 0 else { return }
    defer { squaredErrorInSteps = staircase.scale.map { Self.inSteps(squaredError, scale: $0) } }
    // The clipped values are at the outer ends of the line.
    let inside = distribution.moments(below: [clippedBelow, distribution.count - clippedAbove])
    for step in 0..<steps.count {
      let first = sweep.moments[step]
      let last = sweep.moments[step + 1]
      guard first.count < last.count else { continue }
      let level = Double(staircase.levels[steps.lowerBound + step])
      let moments = distribution.moments(from: first, to: last)
      levelCounts[step] = moments.count
      products += level * moments.total
      quantizedSquares += level * level * Double(moments.count)
      addSigned(moments.exactDeviation(from: level))
      // Where the level itself stands among the values parts its step into errors of either sign.
      let standing = sweep.standing[step]
      absoluteError +=
        distribution.moments(from: standing, to: last).deviation(from: level)
        - distribution.moments(from: first, to: standing).deviation(from: level)
      maximumAbsoluteError = max(
        maximumAbsoluteError,
        abs(distribution.value(atRank: first.count) - level),
        abs(distribution.value(atRank: last.count - 1) - level))
      if first.count >= inside[0].count, last.count <= inside[1].count {
        let rounding = moments.squaredDeviation(from: level)
        roundingSquaredError += rounding
        levelSquaredErrors[step] = rounding
      } else {
        let lower = inside[0].clamped(from: first, to: last)
        let upper = inside[1].clamped(from: first, to: last)
        let clipping =
          distribution.moments(from: first, to: lower).squaredDeviation(from: level)
          + distribution.moments(from: upper, to: last).squaredDeviation(from: level)
        let rounding = distribution.moments(from: lower, to: upper).squaredDeviation(from: level)
        clippingSquaredError += clipping
        roundingSquaredError += rounding
        levelSquaredErrors[step] = clipping + rounding
      }
    }
  }

  /// Adds everything but the counts of the levels.
  package mutating func add(_ other: ErrorSums) {
    count += other.count
    squares += other.squares
    quantizedSquares += other.quantizedSquares
    products += other.products
    roundingSquaredError += other.roundingSquaredError
    clippingSquaredError += other.clippingSquaredError
    absoluteError += other.absoluteError
    addSigned(other.signed)
    squaredErrorInSteps = squaredErrorInSteps.flatMap { sum in
      other.squaredErrorInSteps.map { sum + $0 }
    }
    maximumAbsoluteError = max(maximumAbsoluteError, other.maximumAbsoluteError)
    clippedBelow += other.clippedBelow
    clippedAbove += other.clippedAbove
  }

  /// The sums of two blocks together.
  ///
  /// Sums over no values add nothing, whatever their levels.
  ///
  /// - Precondition: both were made with the same number of levels, or one of them over no values.
  public static func + (first: ErrorSums, second: ErrorSums) -> ErrorSums {
    guard first.count > 0 else { return second.levelCounts.isEmpty ? first : second }
    guard second.count > 0 else { return first }
    precondition(
      first.levelCounts.count == second.levelCounts.count, "blocks must have the same codes")
    var sums = first
    sums.add(second)
    sums.levelSquaredErrors = []
    for step in sums.levelCounts.indices { sums.levelCounts[step] += second.levelCounts[step] }
    return sums
  }

  /// Σe² over all values.
  public var squaredError: Double {
    roundingSquaredError + clippingSquaredError
  }

  /// Σe over all values.
  ///
  /// Edge cases: infinite, or NaN for infinities of either sign, where levels overflow float32.
  public var signedError: Double { signed.value }

  /// Adds to Σe; an infinite level makes an infinite sum, of which nothing is left to keep.
  mutating func addSigned(_ term: DoubleDouble) {
    let total = signed.high + term.high
    if total.isFinite { signed += term } else { signed = DoubleDouble(total) }
  }

  /// Σ(e/S)² of values of one block.
  ///
  /// Edge cases: a block with a scale of 0 has no steps, and adds nothing.
  static func inSteps(_ squaredError: Double, scale: Float) -> Double {
    scale > 0 ? squaredError / (Double(scale) * Double(scale)) : 0
  }
}

extension Moments {
  /// These moments of the smallest values, or the nearer bound where they count fewer or more.
  fileprivate func clamped(from lower: Moments, to upper: Moments) -> Moments {
    count <= lower.count ? lower : count >= upper.count ? upper : self
  }
}
