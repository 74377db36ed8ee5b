public import NumberFormats
internal import QuantizationEngine

/// Number formats to be tried on a tensor, one after another.
public struct FormatTrial: Sendable {
  /// Which of the tensors.
  public let tensor: Int
  /// The formats, in the order in which they are wanted.
  public let formats: [NumberFormat]
}

/// What a number format makes of a tensor.
public struct FormatOutcome: Sendable {
  /// The format.
  public let format: NumberFormat
  /// How many bits a value takes, everything that is stored shared out.
  public let bitsPerValue: Double
  /// How many bytes the tensor takes.
  public let byteCount: Int
  /// What was found.
  public let result: FormatResult

  /// An outcome with everything known.
  public init(format: NumberFormat, bitsPerValue: Double, byteCount: Int, result: FormatResult) {
    self.format = format
    self.bitsPerValue = bitsPerValue
    self.byteCount = byteCount
    self.result = result
  }

  /// 10·log₁₀(Σx²/Σe²) in dB; infinity where nothing is lost, nil where it is no number.
  var sqnrInDecibels: Double? { result.error.sqnrInDecibels }
}
