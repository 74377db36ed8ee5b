import QuantizationEngine

/// Encodings 2.0.0 of AIMET, with the words of ONNX: one list, the axis said, zero-points of a type.
///
/// A zero-point is that of `output_dtype`, and is left out where all are 0. For groups `axis` is the axis
/// along which they run, and the scales are nested as deep as the tensor's shape. The file has no role,
/// no shape, no range asked for and no rounding, and no word for codes that leave out the lowest.
///
/// Source: aimet-onnx 2.42.0, `aimet_onnx/_encoding.py`.
public struct Aimet200Format: ReadableEncodingFormat {
  /// The version written, and the only one read.
  static let version = "2.0.0"

  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "aimet-2.0.0"
  /// The name for people.
  public let title = "AIMET/QNN encodings 2.0.0"
  /// Who reads it.
  public let reader = "AIMET, QAIRT's new quantizer"
  /// What file names end in.
  public let fileExtension = "encodings"
  /// What a file tells.
  public let says: Set<TensorMember> = [.granularity, .axis, .codes, .signedness]

  /// Also the shape that whole groups have.
  public func isSaid(_ member: TensorMember, of tensor: TensorEncodings) -> Bool {
    says.contains(member) || member == .shape && tensor.granularity.scope == .group
  }

  /// By its one list.
  public func isKnown(by signs: FormatSigns) -> Bool {
    signs.outline?["encodings"]?.isArray ?? false
  }

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let entries = try LinearParameters.entries(of: document, format: title, omitsZeros: true)
    let text = Aimet200Document(
      version: Self.version, producer: ProducerText(version: document.producerVersion),
      encodings: entries)
    try JSONText.write(text, format: title, take)
  }

  /// What a text says: granularity with its axis, and encodings.
  ///
  /// - Throws: ``EncodingFileError`` for text that is not sound JSON, is of another version, or has
  ///   an entry that is not of integers.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let skeleton = try JSONSyntax.check(bytes)
    let header = try JSONText.value(Aimet200Header.self, of: skeleton)
    guard header.version == Self.version else {
      throw .versionNotRead(expected: Self.version, found: header.version)
    }
    return try LinearParameters.decoded(
      try JSONText.value(Aimet200Sections.self, of: skeleton).encodings, section: "encodings")
  }
}

/// What every version of the format has.
private struct Aimet200Header: Decodable {
  let version: String
}

/// What is read.
private struct Aimet200Sections: Decodable {
  let encodings: [LinearParameters]
}

/// What is written.
private struct Aimet200Document: Encodable {
  let version: String
  let producer: ProducerText
  let encodings: [LinearParameters]
}
