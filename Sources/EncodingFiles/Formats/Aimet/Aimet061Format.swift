import QuantizationEngine

/// Encodings 0.6.1 of AIMET, which `--custom_io` of QNN and the converters of SNPE take.
///
/// The sections are objects with the names of the tensors, and each has a list with one object for the
/// tensor, or one for each channel:
///
///     min = offset · scale,      max = (offset + codes − 1) · scale
///
/// with `offset` as in ``AimetTensor``, and `is_symmetric` a string. Readers take the range or the scale,
/// so both are there. There are no groups, and no axis, shape, rounding or sign of codes.
///
/// Source: aimet-onnx 2.42.0, `aimet_onnx/_encoding.py`.
public struct Aimet061Format: ReadableEncodingFormat {
  /// The version written, and the only one read.
  static let version = "0.6.1"

  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "aimet-0.6.1"
  /// The name for people.
  public let title = "AIMET/QNN encodings 0.6.1"
  /// Who reads it.
  public let reader = "QNN --custom_io, SNPE, AIMET"
  /// What file names end in.
  public let fileExtension = "encodings"
  /// What a file tells.
  public let says: Set<TensorMember> = [.role, .granularity, .codes, .symmetry]

  /// By sections that are objects.
  public func isKnown(by signs: FormatSigns) -> Bool {
    ["activation_encodings", "param_encodings"].contains {
      signs.outline?[$0]?.isObject ?? false
    }
  }

  /// Writes the text of a document.
  ///
  /// - Throws: as ``Aimet100Format/encode(_:_:)``, and
  ///   ``EncodingFileError/notExpressible(format:tensor:needs:found:)`` for groups.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    try NameKeys.checkObjects(of: document)
    func section(_ role: TensorRole) throws(EncodingFileError) -> [String: [Aimet061Entry]] {
      let tensors = document.tensors.filter { $0.role == role }
      return try NameKeys.members(of: tensors, format: title) { tensor throws(EncodingFileError) in
        try Aimet061Entry.entries(of: tensor, format: title)
      }
    }
    let text = Aimet061Document(
      version: Self.version, producer: ProducerText(version: document.producerVersion),
      activations: try section(.activation), parameters: try section(.parameter))
    try JSONText.write(text, format: title, take)
  }

  /// What a text says: role, encodings, and granularity without an axis; the tensors by name.
  ///
  /// - Throws: ``EncodingFileError`` for text that is not sound JSON, is of another version, or has
  ///   an entry that is not of integers.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let skeleton = try JSONSyntax.check(bytes)
    // Files of AIMET itself have the version; SNPE's documentation shows them without.
    if let found = try JSONText.value(Aimet061Header.self, of: skeleton).version,
      found != Self.version
    {
      throw .versionNotRead(expected: Self.version, found: found)
    }
    let text = try JSONText.value(Aimet061Sections.self, of: skeleton)
    var tensors: [DecodedTensor] = []
    for (section, role, members) in [
      ("activation_encodings", TensorRole.activation, text.activations),
      ("param_encodings", .parameter, text.parameters),
    ] {
      for (name, entries) in members.sorted(by: { $0.key < $1.key }) {
        var tensor = DecodedTensor(
          name: name,
          encodings: try Aimet061Entry.encodings(
            entries, tensor: name, path: "\(section).\(name)"))
        tensor.role = role
        tensor.symmetry = Aimet061Entry.symmetry(of: entries)
        tensor.granularity = entries.count == 1 ? .perTensor : .perChannel(axis: nil)
        tensors.append(tensor)
      }
    }
    try EncodingDocument.checkNamesDiffer(tensors.map(\.name))
    return DecodedDocument(tensors: tensors)
  }

  /// Which readers stumble.
  public func remarks(on document: EncodingDocument) -> [String] {
    AimetGrid.remarks(on: document)
  }

  /// The sections are those of roles.
  public let tellsRoles = true
}

/// What the format begins with.
private struct Aimet061Header: Decodable {
  let version: String?
}

/// What is read.
private struct Aimet061Sections: Decodable {
  let activations: [String: [Aimet061Entry]]
  let parameters: [String: [Aimet061Entry]]

  private enum CodingKeys: String, CodingKey {
    case activations = "activation_encodings"
    case parameters = "param_encodings"
  }
}

/// What is written.
private struct Aimet061Document: Encodable {
  let version: String
  let producer: ProducerText
  let activations: [String: [Aimet061Entry]]
  let parameters: [String: [Aimet061Entry]]

  private enum CodingKeys: String, CodingKey {
    case version, producer
    case activations = "activation_encodings"
    case parameters = "param_encodings"
  }
}
