import QuantizationEngine

/// The exponents of ESP-DL, whose scales are powers of two: scale = 2^exponent, as JSON.
///
/// Codes are all of 8 or 16 signed bits about zero. A scale that is no power of two is refused: the
/// calibrators with such scales are those of the toolchain `ppq` and its kin.
///
/// Source: ESP-DL's documentation, and esp-ppq 1.3, whose exporter writes `log2(scale)` into the model.
public struct ESPDLFormat: EncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "espdl"
  /// The name for people.
  public let title = "ESP-DL exponents"
  /// Who reads it.
  public let reader = "people who set exponents of ESP-DL"
  /// What file names end in.
  public let fileExtension = "espdl.json"
  /// What a file tells; codes are signed and lie about zero.
  public let says: Set<TensorMember> = [.granularity, .axis, .codes, .signedness, .symmetry]

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let limits = FormatLimits(
      format: title, bitWidths: [8, 16], codes: .symmetric, granularities: .channels)
    let members = try NameKeys.members(of: document.tensors, format: title) {
      tensor throws(EncodingFileError) in
      try limits.check(tensor)
      guard tensor.scheme.quantMin < 0 else {
        throw .notExpressible(
          format: title, tensor: tensor.name, needs: "signed codes",
          found: "codes \(tensor.scheme.quantMin)…\(tensor.scheme.quantMax)")
      }
      if let encoding = tensor.encodings.first(where: { $0.scale.significand != 1 }) {
        throw .notExpressible(
          format: title, tensor: tensor.name, needs: "scales that are powers of two",
          found: "\(encoding.scale)")
      }
      return ExponentText(tensor)
    }
    try JSONText.write(members, format: title, take)
  }
}

/// The exponents of a tensor.
private struct ExponentText: Encodable {
  private let bits: Double
  private let axis: Double?
  private let exponents: NumberList

  private enum CodingKeys: String, CodingKey {
    case bits, axis
    case exponents = "exponent"
  }

  init(_ tensor: TensorEncodings) {
    bits = Double(tensor.scheme.bitWidth)
    axis = tensor.granularity.axis.map(Double.init)
    exponents = NumberList(tensor.encodings.map { Double($0.scale.exponent) })
  }
}
