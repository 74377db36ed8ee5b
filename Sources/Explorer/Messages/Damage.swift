public import NumberFormats
public import QuantizationEngine

/// What was done to the values of a tensor, in the few numbers of a row of the list.
public struct Damage: Hashable, Sendable {
  /// The SQNR in dB; infinity where nothing is lost, nil where it is no number.
  public let sqnrInDecibels: Double?
  /// The mean squared error; nil without values.
  public let meanSquaredError: Double?
  /// The largest error; nil without values.
  public let maximumAbsoluteError: Double?
  /// Σe² over the values in the metrics.
  public let squaredError: Double
  /// Σx² over them.
  public let squares: Double
  /// How many blocks have values and no encoding.
  public let refusedBlockCount: Int
  /// How many finite values became infinite or NaN.
  public let lostCount: Int
  /// How many bits everything takes that is stored; nil where nobody counts them.
  public let storedBits: Int?
  /// Why the values stay as they are, in a few words; nil where they do not.
  public let leftAlone: String?

  /// What an error says, with what else is known.
  public init(
    _ error: QuantizationError, refusedBlockCount: Int = 0, lostCount: Int = 0,
    storedBits: Int? = nil
  ) {
    sqnrInDecibels = error.sqnrInDecibels
    meanSquaredError = error.meanSquaredError
    maximumAbsoluteError = error.maximumAbsoluteError
    squaredError = error.sums.squaredError
    squares = error.sums.squares
    self.refusedBlockCount = refusedBlockCount
    self.lostCount = lostCount
    self.storedBits = storedBits
    leftAlone = nil
  }

  /// What a number format makes of a tensor, in so many bits.
  public init(_ result: FormatResult, storedBits: Int) {
    self.init(result.error, lostCount: result.lostCount, storedBits: storedBits)
  }

  /// Nothing, and why, in as many bits as it has.
  public init(leftAlone reason: String, storedBits: Int? = nil) {
    sqnrInDecibels = nil
    meanSquaredError = nil
    maximumAbsoluteError = nil
    (squaredError, squares) = (0, 0)
    (refusedBlockCount, lostCount) = (0, 0)
    self.storedBits = storedBits
    leftAlone = reason
  }

  /// A number that is larger the worse the damage is; nothing is as bad as a block without a code, and
  /// next to it are values that became infinite or NaN.
  var badness: Double {
    if refusedBlockCount > 0 { return .infinity }
    // Values that became infinite or NaN are in no SQNR.
    if lostCount > 0 { return .greatestFiniteMagnitude }
    if let decibels = sqnrInDecibels, !decibels.isNaN { return -decibels }
    // A tensor of zeros that did not stay zero has no SQNR, and is worse than any that has one.
    return squaredError > 0 ? .infinity : -.greatestFiniteMagnitude
  }

  /// Whether it is worse than an SQNR of so many dB.
  func isBelow(_ decibels: Double) -> Bool { badness > -decibels }
}
