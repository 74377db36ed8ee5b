public import QuantizationEngine

/// The values of a tensor as the observer of a tool meets them: one batch after another.
///
/// A tensor in a file is one batch; to show what an observer of several does, its values in row-major
/// order are cut into batches of nearly equal size, the first ones a value longer
/// (`numpy.array_split`). A batch may be empty: a tensor of three values has five empty ones of eight.
///
/// Bounds are there always; the values themselves where somebody has read them, see ``BatchDetail``.
public struct BatchSequence: Sendable {
  /// The smallest and the largest finite value of each batch, nil for one that has none.
  public let bounds: [ClosedRange<Float>?]
  /// The finite values of each batch; nil where only bounds were read.
  public let values: [any Distribution]?
  /// How many elements of each batch are not finite.
  public let excluded: [NonFiniteCounts]
  /// What made them.
  public let origin: Origin

  /// What makes batches.
  public enum Origin: Hashable, Sendable {
    /// A tensor was cut into them.
    case cuts
    /// Each is a file of its own.
    case files
  }

  /// Bounds as given, without values.
  public init(_ bounds: [RunningBounds], origin: Origin = .cuts) {
    self.origin = origin
    self.bounds = bounds.map(\.range)
    excluded = bounds.map(\.excluded)
    values = nil
  }

  /// Batches as given, from the first to the last.
  public init(_ batches: [any Distribution], origin: Origin = .cuts) {
    self.origin = origin
    bounds = batches.map(\.floatBounds)
    excluded = batches.map(\.excluded)
    values = batches
  }

  /// The batches of some values in row-major order; what is not finite is left out.
  ///
  /// - Precondition: `count` is positive.
  /// - Complexity: O(n).
  public init(_ values: borrowing [Float], count: Int) {
    var batches: [any Distribution] = []
    for elements in Self.parts(of: values.count, count: count) {
      batches.append(SortedDistribution(elements.map { values[$0] }))
    }
    self.init(batches)
  }

  /// How many batches there are, empty ones included.
  public var count: Int { bounds.count }

  /// The smallest and the largest value of all batches; nil if there are none.
  var totalBounds: ClosedRange<Float>? {
    var total = RunningBounds()
    for case .some(let batch) in bounds {
      total.add(batch.lowerBound)
      total.add(batch.upperBound)
    }
    return total.range
  }

  /// The bounds that drift towards those of each batch, computed in the precision of the constant.
  ///
  ///     m ← m + c · (batch − m),  the first batch as it is
  ///
  /// Edge cases: batches without values are passed over.
  ///
  /// - Parameter constant: c, from 0 to 1.
  /// - Returns: where the lower and the upper bound end; nil without values.
  func movingAverage<Real: BinaryFloatingPoint>(constant: Real) -> (lower: Real, upper: Real)? {
    let batches = bounds.compactMap(\.self)
    guard let first = batches.first else { return nil }
    var (lower, upper) = (Real(first.lowerBound), Real(first.upperBound))
    for batch in batches.dropFirst() {
      lower += constant * (Real(batch.lowerBound) - lower)
      upper += constant * (Real(batch.upperBound) - upper)
    }
    return (lower, upper)
  }

  /// Which elements of a tensor make up each batch.
  ///
  /// - Precondition: `count` is positive.
  public static func parts(of elementCount: Int, count: Int) -> [Range<Int>] {
    precondition(count > 0, "there must be at least one batch")
    let (size, longer) = elementCount.quotientAndRemainder(dividingBy: count)
    return (0..<count).map { batch in
      let start = batch * size + min(batch, longer)
      return start..<start + size + (batch < longer ? 1 : 0)
    }
  }
}

/// What has to be known of a batch.
public enum BatchDetail: Hashable, Sendable {
  /// Its smallest and its largest value: a look at each element.
  case bounds
  /// All its values, as a distribution of its own.
  case values
}

/// The smallest and the largest of the finite numbers that have come by.
public struct RunningBounds: Hashable, Sendable {
  private var lower = Float.infinity
  private var upper = -Float.infinity
  /// How many numbers have come by that are not finite.
  public private(set) var excluded = NonFiniteCounts()

  /// The bounds of nothing yet.
  public init() {}

  /// Takes a number in; NaN and the infinities are counted, and are no bounds.
  public mutating func add(_ value: Float) {
    guard value.isFinite else {
      excluded.add(value)
      return
    }
    lower = min(lower, value)
    upper = max(upper, value)
  }

  /// From the smallest to the largest; nil if no finite number has come by.
  public var range: ClosedRange<Float>? { lower <= upper ? lower...upper : nil }
}
