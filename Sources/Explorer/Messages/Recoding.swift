public import NumberFormats
public import QuantizationEngine

/// What can be in force in place of the scheme: the values become something else by no thresholds.
public enum Recoding: Hashable, Sendable {
  /// What a number format makes of the tensor.
  case format(NumberFormat)
  /// What the tensor's counterpart in a quantized model holds.
  case stored
}

/// A tensor to be counted before and after: each value as it is, and what it becomes.
public struct RecodingRequest: Hashable, Sendable {
  /// Which of the tensors.
  public let tensor: Int
  /// What its values become.
  public let recoding: Recoding
  /// Where values are counted.
  public let window: ClosedRange<Double>
  /// Whether that is all of the line, so that values that a converter changed may be counted elsewhere.
  public let isWholeLine: Bool
  /// In how many bins.
  public let binCount: Int
}

/// What came of a tensor under a number format, or of what is stored in its place.
public struct RecodedTensor: Sendable {
  /// The error over all values, and those that are in no sum.
  public let result: FormatResult
  /// The values before and after, in the bins asked for.
  public let histogram: PairedHistogram
  /// How many bits a value takes, everything that is stored shared out; nil where nobody knows.
  public let bitsPerValue: Double?
  /// How many bytes the tensor takes.
  public let byteCount: Int
  /// What a converter did to the values besides, so that the error is of values so changed; nil where
  /// it is of the tensor's own.
  public let change: String?

  /// What was found.
  public init(
    result: FormatResult, histogram: PairedHistogram, bitsPerValue: Double?, byteCount: Int,
    change: String? = nil
  ) {
    self.result = result
    self.histogram = histogram
    self.bitsPerValue = bitsPerValue
    self.byteCount = byteCount
    self.change = change
  }
}
