import QuantizationEngine

/// qviz's own JSON: everything a document holds, without loss.
///
/// Every scale is written as the Double that equals the float32, so whoever reads it as either gets
/// the same bits. The members have the names of `qviz measure --json`; what there is one of per
/// block is always an array.
public struct QvizFormat: ReadableEncodingFormat {
  /// The value of the member `format`, by which the file is known.
  static let marker = "qviz-encodings"
  /// The version written, and the only one read.
  static let version = 1

  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "qviz-json"
  /// The name for people.
  public let title = "qviz JSON, lossless"
  /// Who reads it.
  public let reader = "qviz itself: nothing is left out"
  /// What file names end in.
  public let fileExtension = "qviz.json"
  /// Everything.
  public let says = Set(TensorMember.allCases)

  /// By its marker.
  public func isKnown(by signs: FormatSigns) -> Bool {
    signs.outline?["format"] == .string(Self.marker)
  }

  /// Writes the text of a document.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    try JSONText.write(QvizDocument(document), format: title, take)
  }

  /// What a text says; nothing is left nil but an element type that the text does not give.
  ///
  /// Members that this version does not know are passed over.
  ///
  /// - Throws: ``EncodingFileError`` for text that is not sound JSON, is of another format or
  ///   version, or breaks an invariant of ``TensorEncodings``.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let text = try JSONSyntax.check(bytes)
    let header = try JSONText.value(QvizHeader.self, of: text)
    guard header.format == Self.marker else {
      throw .wrongWord(member: "format", expected: [Self.marker], found: header.format)
    }
    guard header.version == Double(Self.version) else {
      throw .versionNotRead(expected: "\(Self.version)", found: Self.words(header.version))
    }
    var tensors: [DecodedTensor] = []
    let document = try JSONText.value(QvizDocument.self, of: text)
    for (index, tensor) in document.tensors.enumerated() {
      tensors.append(DecodedTensor(try tensor.tensorEncodings(path: "tensors[\(index)]")))
    }
    try EncodingDocument.checkNamesDiffer(tensors.map(\.name))
    return DecodedDocument(tensors: tensors, task: document.producer.task)
  }

  private static func words(_ version: Double) -> String {
    Int(exactly: version).map(String.init) ?? "\(version)"
  }
}

/// What every version of the format begins with.
private struct QvizHeader: Decodable {
  let format: String
  let version: Double
}

/// The whole text.
private struct QvizDocument: Codable {
  let format: String
  let version: Double
  let producer: ProducerText
  let tensors: [QvizTensor]

  init(_ document: EncodingDocument) {
    format = QvizFormat.marker
    version = Double(QvizFormat.version)
    producer = ProducerText(version: document.producerVersion, task: document.task)
    tensors = document.tensors.map(QvizTensor.init)
  }
}
