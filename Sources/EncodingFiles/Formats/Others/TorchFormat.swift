import QuantizationEngine

/// The parameters of PyTorch's `quantize_per_tensor`, `quantize_per_channel` and fake-quantize functions, as
/// JSON, with the lines of Python that load it.
///
/// Codes are any within `quint8`, `qint8` or `qint32`; the functions of real quantization take all codes of
/// their type, those of fake quantization `quant_min` and `quant_max`. The file has no role, no shape and no
/// range asked for.
///
/// Source: torch 2.13, `torch/ao/quantization/observer.py`, and the functions' documentation.
public struct TorchFormat: ReadableEncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "torch"
  /// The name for people.
  public let title = "PyTorch parameters"
  /// Who reads it.
  public let reader = "PyTorch, by the lines of Python in the file"
  /// What file names end in.
  public let fileExtension = "qparams.json"
  /// What a file tells.
  public let says: Set<TensorMember> = [.granularity, .axis, .codes, .signedness, .symmetry]

  /// By the schemes of its tensors.
  public func isKnown(by signs: FormatSigns) -> Bool {
    signs.outline?["tensors"]?.names.contains("qscheme") ?? false
  }

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let limits = FormatLimits(format: title, bitWidths: [], codes: .any, granularities: .channels)
    for tensor in document.tensors { try limits.check(tensor) }
    let text = TorchDocument(tensors: document.tensors.map(TorchParameters.init))
    try JSONText.write(text, format: title, take)
  }

  /// What a text says: encodings, and granularity with its axis.
  ///
  /// - Throws: ``EncodingFileError`` for text that is not sound JSON, or has numbers that do not fit.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let skeleton = try JSONSyntax.check(bytes)
    var tensors: [DecodedTensor] = []
    for (index, entry) in try JSONText.value(TorchDocument.self, of: skeleton).tensors.enumerated()
    {
      tensors.append(try entry.decoded(path: "tensors[\(index)]"))
    }
    try EncodingDocument.checkNamesDiffer(tensors.map(\.name))
    return DecodedDocument(tensors: tensors)
  }
}

/// The whole text.
private struct TorchDocument: Codable {
  let tensors: [TorchParameters]
  private let loading: [String]?

  private enum CodingKeys: String, CodingKey {
    case tensors
    case loading = "python"
  }

  init(tensors: [TorchParameters]) {
    self.tensors = tensors
    loading = [
      "import json, torch",
      "",
      "def fake_quantize(x, entry):",
      "    scale = torch.tensor(entry['scale'])",
      "    zero_point = torch.tensor(entry['zero_point'], dtype=torch.int32)",
      "    codes = entry['quant_min'], entry['quant_max']",
      "    if entry['ch_axis'] is None:",
      "        return torch.fake_quantize_per_tensor_affine(x, scale[0], zero_point[0], *codes)",
      "    return torch.fake_quantize_per_channel_affine(",
      "        x, scale, zero_point, entry['ch_axis'], *codes)",
      "",
      "with open(path) as file:",
      "    entries = {entry['name']: entry for entry in json.load(file)['tensors']}",
    ]
  }
}

/// The parameters of a tensor.
private struct TorchParameters: Codable {
  let name: String
  private let scheme: String
  private let type: String
  private let quantMin: Double
  private let quantMax: Double
  private let axis: Double?
  private let scale: NumberList
  private let zeroPoint: NumberList

  private enum CodingKeys: String, CodingKey {
    case name, scale
    case scheme = "qscheme"
    case type = "dtype"
    case quantMin = "quant_min"
    case quantMax = "quant_max"
    case axis = "ch_axis"
    case zeroPoint = "zero_point"
  }

  init(_ tensor: TensorEncodings) {
    let codes = tensor.scheme
    name = tensor.name
    let isPerChannel = tensor.granularity != .perTensor
    let isAffine =
      codes.symmetry == .asymmetric
      || tensor.encodings.contains { $0.zeroPoint != codes.symmetricZeroPoint }
    scheme = "per_" + (isPerChannel ? "channel" : "tensor") + (isAffine ? "_affine" : "_symmetric")
    type =
      if codes.quantMin >= 0, codes.quantMax <= 255 {
        "quint8"
      } else if codes.quantMin >= -128, codes.quantMax <= 127 {
        "qint8"
      } else {
        "qint32"
      }
    quantMin = Double(codes.quantMin)
    quantMax = Double(codes.quantMax)
    axis = tensor.granularity.axis.map(Double.init)
    scale = NumberList(tensor.encodings.map { Double($0.scale) })
    zeroPoint = NumberList(tensor.encodings.map { Double($0.zeroPoint) })
  }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(name, forKey: .name)
    try members.encode(scheme, forKey: .scheme)
    try members.encode(type, forKey: .type)
    try members.encode(quantMin, forKey: .quantMin)
    try members.encode(quantMax, forKey: .quantMax)
    // Whoever loads it asks for the axis, so that none is written as null.
    try members.encode(axis, forKey: .axis)
    try members.encode(scale, forKey: .scale)
    try members.encode(zeroPoint, forKey: .zeroPoint)
  }

  func decoded(path: String) throws(EncodingFileError) -> DecodedTensor {
    let lowest = try WholeNumbers.whole(quantMin, member: "\(path).quant_min")
    let highest = try WholeNumbers.whole(quantMax, member: "\(path).quant_max")
    let zeroPoints = try WholeNumbers.whole(zeroPoint.numbers, member: "\(path).zero_point")
    guard !scale.numbers.isEmpty, scale.numbers.count == zeroPoints.count else {
      throw .blockCount(
        tensor: name, part: .zeroPoints, expected: max(scale.numbers.count, 1),
        found: zeroPoints.count)
    }
    var encodings: [AffineEncoding] = []
    for (scale, zeroPoint) in zip(scale.numbers, zeroPoints) {
      do {
        encodings.append(
          try AffineEncoding(
            scale: Float(scale), zeroPoint: zeroPoint, quantMin: lowest, quantMax: highest))
      } catch {
        throw .encoding(tensor: name, block: encodings.count, reason: error)
      }
    }
    var tensor = DecodedTensor(name: name, encodings: encodings)
    let channels = try axis.map { number throws(EncodingFileError) in
      try WholeNumbers.whole(number, member: "\(path).ch_axis")
    }
    guard channels != nil || encodings.count == 1 else {
      throw .blockCount(tensor: name, part: .scales, expected: 1, found: encodings.count)
    }
    tensor.symmetry = scheme.hasSuffix("_symmetric") ? .symmetric : .asymmetric
    tensor.granularity = channels.map { .perChannel(axis: $0) } ?? .perTensor
    return tensor
  }
}
