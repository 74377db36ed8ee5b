import QuantizationEngine

/// What `QuantizeLinear` and `DequantizeLinear` of ONNX take for each tensor, as JSON: see ``LinearParameters``.
///
/// Nothing reads the file as it stands; it is for whoever puts the operators into a network.
///
/// Source: the operators' specification, opset 21 (per channel from opset 13, blocks and 4 bits from 21).
public struct ONNXParametersFormat: ReadableEncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "onnx-parameters"
  /// The name for people.
  public let title = "ONNX QuantizeLinear parameters"
  /// Who reads it.
  public let reader = "people who put QuantizeLinear into a network"
  /// What file names end in.
  public let fileExtension = "onnx.json"
  /// What a file tells.
  public let says: Set<TensorMember> = [.granularity, .axis, .codes, .signedness]

  /// Also the shape that whole groups have.
  public func isSaid(_ member: TensorMember, of tensor: TensorEncodings) -> Bool {
    says.contains(member) || member == .shape && tensor.granularity.scope == .group
  }

  /// By the name of its list.
  public func isKnown(by signs: FormatSigns) -> Bool {
    signs.outline?["quantize_linear"] != nil
  }

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let entries = try LinearParameters.entries(of: document, format: title, omitsZeros: false)
    try JSONText.write(LinearDocument(tensors: entries), format: title, take)
  }

  /// What a text says: granularity with its axis, and encodings.
  ///
  /// - Throws: ``EncodingFileError`` for text that is not sound JSON, or has types that are no integers.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let skeleton = try JSONSyntax.check(bytes)
    return try LinearParameters.decoded(
      try JSONText.value(LinearDocument.self, of: skeleton).tensors, section: "quantize_linear")
  }
}

/// The whole text.
private struct LinearDocument: Codable {
  let tensors: [LinearParameters]

  private enum CodingKeys: String, CodingKey {
    case tensors = "quantize_linear"
  }
}
