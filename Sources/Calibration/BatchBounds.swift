/// The smallest and the largest value of each batch, for observers that look at one after another.
///
/// A tensor in a file is one batch; to show what a moving average does, its values in row-major order
/// are cut into batches of nearly equal size, the first ones a value longer (`numpy.array_split`).
/// Batches without finite values are left out.
public struct BatchBounds: Hashable, Sendable {
  /// From the first batch to the last.
  public let batches: [ClosedRange<Float>]

  /// How many batches a tensor is cut into where nobody says otherwise.
  public static let standardCount = 8

  /// Bounds as given.
  public init(batches: [ClosedRange<Float>]) {
    self.batches = batches
  }

  /// The bounds of equal batches of values in row-major order; what is not finite is left out.
  ///
  /// - Precondition: `count` is positive.
  /// - Complexity: O(n).
  public init(_ values: borrowing [Float], count: Int = standardCount) {
    var batches: [ClosedRange<Float>] = []
    for elements in Self.parts(of: values.count, count: count) {
      var bounds = RunningBounds()
      for index in elements { bounds.add(values[index]) }
      if let range = bounds.range { batches.append(range) }
    }
    self.batches = batches
  }

  /// The bounds that drift towards those of each batch, computed in the precision of the constant.
  ///
  ///     m ← m + c · (batch − m),  the first batch as it is
  ///
  /// - Parameter constant: c, from 0 to 1.
  /// - Returns: where the lower and the upper bound end; nil without batches.
  func movingAverage<Real: BinaryFloatingPoint>(constant: Real) -> (lower: Real, upper: Real)? {
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
  public static func parts(of elementCount: Int, count: Int = standardCount) -> [Range<Int>] {
    precondition(count > 0, "there must be at least one batch")
    let (size, longer) = elementCount.quotientAndRemainder(dividingBy: count)
    return (0..<count).map { batch in
      let start = batch * size + min(batch, longer)
      return start..<start + size + (batch < longer ? 1 : 0)
    }
  }
}

/// The smallest and the largest of the finite numbers that have come by.
public struct RunningBounds: Hashable, Sendable {
  private var lower = Float.infinity
  private var upper = -Float.infinity

  /// The bounds of nothing yet.
  public init() {}

  /// Takes a number in; NaN and the infinities are passed over.
  public mutating func add(_ value: Float) {
    guard value.isFinite else { return }
    lower = min(lower, value)
    upper = max(upper, value)
  }

  /// From the smallest to the largest; nil if no finite number has come by.
  public var range: ClosedRange<Float>? { lower <= upper ? lower...upper : nil }
}

/// A calibrator that goes by the order of the values, and so wants to know their batches.
public protocol BatchCalibrator: Calibrator {
  /// The same calibrator over some batches.
  func over(_ batches: BatchBounds) -> any Calibrator
}
