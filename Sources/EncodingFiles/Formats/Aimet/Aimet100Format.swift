import QuantizationEngine

/// Encodings 1.0.0 of AIMET, which the converters of QNN and QAIRT take as overrides.
///
/// The file says scales, zero-points and bit widths, and which tensors are activations. It does not
/// say the axis (AIMET finds it in the network), the shape, the range asked for, the rounding, or
/// whether codes are signed. See ``AimetTensor`` for how a zero-point is written.
///
/// Refused, because the file has no words for it: levels that do not fill a bit width, several
/// encodings for an activation, and groups other than whole runs along axis 1 of a matrix.
///
/// Source: aimet-onnx 2.42.0, `aimet_onnx/_encoding.py` and `quantsim.py`; its own reader is run on
/// the golden files of the tests.
public struct Aimet100Format: ReadableEncodingFormat {
  /// The version written, and the only one read.
  static let version = "1.0.0"

  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "aimet-1.0.0"
  /// The name for people.
  public let title = "AIMET/QNN encodings 1.0.0"
  /// Who reads it.
  public let reader = "AIMET, QNN and QAIRT converters (--quantization_overrides)"
  /// What file names end in.
  public let fileExtension = "encodings"
  /// What a file tells.
  public let says: Set<TensorMember> = [.role, .granularity, .codes, .symmetry]
  /// Groups run along axis 1.
  public let convention = FormatConvention(groupAxis: 1)

  /// Also the axis of groups, by convention.
  public func isSaid(_ member: TensorMember, of tensor: TensorEncodings) -> Bool {
    says.contains(member) || member == .axis && tensor.granularity.scope == .group
  }

  /// By sections that are arrays.
  public func isKnown(by signs: FormatSigns) -> Bool {
    ["activation_encodings", "param_encodings"].contains {
      signs.outline?[$0]?.isArray ?? false
    }
  }

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/levelsNotWholeBits(format:tensor:levels:)``,
  ///   ``EncodingFileError/restrictedNotCentred(format:tensor:block:)``,
  ///   ``EncodingFileError/activationNotPerTensor(format:tensor:)``,
  ///   ``EncodingFileError/groupsNotExpressible(format:tensor:layout:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    var sections: [TensorRole: [AimetTensor]] = [:]
    for tensor in document.tensors {
      sections[tensor.role, default: []].append(try AimetTensor(tensor, format: title))
    }
    let text = AimetDocument(
      version: Self.version, producer: ProducerText(version: document.producerVersion),
      activations: sections[.activation] ?? [], parameters: sections[.parameter] ?? [])
    try JSONText.write(text, format: title, take)
  }

  /// What a text says: role, encodings, and granularity without an axis.
  ///
  /// - Throws: ``EncodingFileError`` for text that is not sound JSON, is of another version, or has
  ///   an entry that is not made of integers at one scale per tensor, channel or block.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let skeleton = try JSONSyntax.check(bytes)
    let header = try JSONText.value(AimetHeader.self, of: skeleton)
    guard header.version == Self.version else {
      throw .versionNotRead(expected: Self.version, found: header.version)
    }
    let text = try JSONText.value(AimetSections.self, of: skeleton)
    var tensors: [DecodedTensor] = []
    for (section, role, entries) in [
      ("activation_encodings", TensorRole.activation, text.activations),
      ("param_encodings", .parameter, text.parameters),
    ] {
      for (index, entry) in entries.enumerated() {
        tensors.append(try entry.decoded(role: role, path: "\(section)[\(index)]"))
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

/// What every version of the format has.
private struct AimetHeader: Decodable {
  let version: String
}

/// What is read.
private struct AimetSections: Decodable {
  let activations: [AimetTensor]
  let parameters: [AimetTensor]

  private enum CodingKeys: String, CodingKey {
    case activations = "activation_encodings"
    case parameters = "param_encodings"
  }
}

/// What is written.
private struct AimetDocument: Encodable {
  let version: String
  let producer: ProducerText
  let activations: [AimetTensor]
  let parameters: [AimetTensor]
  /// Tensors that AIMET was told to leave alone; a document has none.
  let excludedLayers: [String] = []
  /// How AIMET chose the encodings; these were chosen by somebody else.
  let quantizerArguments: [String: String] = [:]

  private enum CodingKeys: String, CodingKey {
    case version, producer
    case activations = "activation_encodings"
    case parameters = "param_encodings"
    case excludedLayers = "excluded_layers"
    case quantizerArguments = "quantizer_args"
  }
}
