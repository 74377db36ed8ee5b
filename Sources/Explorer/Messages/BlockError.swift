public import QuantizationEngine

/// The sums of one block from which the error of the whole tensor is made.
public struct BlockError: Hashable, Sendable {
  /// How many finite values the block has.
  public let count: Int
  /// Σx².
  public let squares: Double
  /// Σ(x − x̂)².
  public let squaredError: Double

  /// Whether a scale of 0 makes zeros of values that are not.
  public let isDestroyed: Bool

  /// The sums, as given.
  public init(count: Int, squares: Double, squaredError: Double, isDestroyed: Bool = false) {
    self.isDestroyed = isDestroyed
    self.count = count
    self.squares = squares
    self.squaredError = squaredError
  }

  /// The sums of a block; nil if its range has no encoding.
  public init?(of distribution: any Distribution, scheme: Scheme, range: ClippingRange) {
    guard let encoding = try? scheme.encoding(for: range) else { return nil }
    let quantizer = AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic)
    self.init(ErrorSums(of: distribution, on: quantizer.staircase), under: encoding)
  }

  /// The part of some sums that is kept, and what it means under their encoding.
  public init(_ sums: ErrorSums, under encoding: AffineEncoding) {
    // The square of a small error may be 0, the error itself is not.
    self.init(
      count: sums.count, squares: sums.squares, squaredError: sums.squaredError,
      isDestroyed: encoding.isOfZeros && sums.maximumAbsoluteError > 0)
  }

  /// The mean squared error; nil without values.
  public var meanSquaredError: Double? {
    count > 0 ? squaredError / Double(count) : nil
  }

  /// 10·log10(Σx²/Σ(x − x̂)²), in dB; nil where it is no number.
  public var sqnrInDecibels: Double? { total.sqnrInDecibels }

  /// The sums as those of an error of which no more is known.
  var total: QuantizationError {
    var sums = ErrorSums()
    sums.count = count
    sums.squares = squares
    sums.roundingSquaredError = squaredError
    return QuantizationError(sums: sums)
  }

  /// The sums of two blocks together.
  public static func + (first: BlockError, second: BlockError) -> BlockError {
    BlockError(
      count: first.count + second.count, squares: first.squares + second.squares,
      squaredError: first.squaredError + second.squaredError)
  }
}
