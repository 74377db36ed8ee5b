import QuantizationEngine

/// Calibration results of ai-edge-quantizer, which LiteRT models are quantized with: the range of each tensor.
///
/// A range is that from which the quantizer makes the encoding (``TensorEncodings/toolRanges``), in lists of
/// the tensor's rank that are 1 long but along the axis of channels. Bits, symmetry and granularity stand in
/// the recipe; a range given for a weight clips it. The quantizer passes over names that the model has not,
/// and refuses to go on where an activation is missing.
///
/// Source: ai-edge-quantizer 0.10.0, `utils/calibration_utils.py`, `load_calibration_results`.
public struct LiteRTCalibrationFormat: ReadableEncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "litert-calibration"
  /// The name for people.
  public let title = "LiteRT calibration results"
  /// Who reads it.
  public let reader = "ai-edge-quantizer: load_calibration_results"
  /// What file names end in.
  public let fileExtension = "qsv.json"
  /// What a file tells.
  public let says: Set<TensorMember> = [.granularity, .axis]

  /// By the name of what it has, or by ranges under names.
  public func isKnown(by signs: FormatSigns) -> Bool {
    guard let outline = signs.outline else { return false }
    return outline["model_qsvs"] != nil
      || outline.isMade { $0.isObject && $0.names.isSuperset(of: ["min", "max"]) }
  }

  /// Writes the text of a document.
  ///
  /// - Throws: ``EncodingFileError/notExpressible(format:tensor:needs:found:)``,
  ///   ``EncodingFileError/noBlocks(format:tensor:)``, ``EncodingFileError/scaleOfZero(format:tensor:_:)``.
  public func encode(
    _ document: EncodingDocument,
    _ take: (_ piece: [UInt8]) throws(EncodingFileError) -> PieceDemand
  ) throws(EncodingFileError) {
    let limits = FormatLimits(
      format: title, bitWidths: [4, 8, 16], codes: .wholeOrRestricted, granularities: .channels)
    let ranges = try NameKeys.members(of: document.tensors, format: title) {
      tensor throws(EncodingFileError) in
      try limits.check(tensor)
      return RangeText(tensor, shape: try FormatLimits.shape(of: tensor, format: title))
    }
    try JSONText.write(CalibrationText(ranges: ranges), format: title, take)
  }

  /// What a text says: ranges, and the axis where the lists tell it; the tensors by name.
  ///
  /// - Throws: ``EncodingFileError`` for text that is not sound JSON, or has no ranges.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let skeleton = try JSONSyntax.check(bytes)
    let text = try JSONText.value(CalibrationText.self, of: skeleton)
    var tensors: [DecodedTensor] = []
    for (name, range) in text.ranges.sorted(by: { $0.key < $1.key }) {
      tensors.append(try range.decoded(name: name))
    }
    return DecodedDocument(tensors: tensors)
  }

  /// What the quantizer wants besides.
  public func remarks(on document: EncodingDocument) -> [String] {
    guard !document.tensors.isEmpty else { return [] }
    return ["bits, symmetry and granularity are those of the recipe"]
  }
}

/// The whole text.
private struct CalibrationText: Codable {
  let ranges: [String: RangeText]
  private let metadata: [String: String]

  private enum CodingKeys: String, CodingKey {
    case ranges = "model_qsvs"
    case metadata
  }

  init(ranges: [String: RangeText]) {
    self.ranges = ranges
    metadata = [:]
  }

  /// Reads the results with what the quantizer says about them, or the ranges alone, as it does.
  init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    ranges =
      members.contains(.ranges)
      ? try members.decode([String: RangeText].self, forKey: .ranges)
      : try [String: RangeText](from: decoder)
    metadata = [:]
  }
}

/// The range of a tensor.
private struct RangeText: Codable {
  private let lowest: ShapedNumbers
  private let highest: ShapedNumbers

  private enum CodingKeys: String, CodingKey {
    case lowest = "min"
    case highest = "max"
  }

  init(_ tensor: TensorEncodings, shape: [Int]) {
    var shape = shape.map { _ in 1 }
    if case .perChannel(let axis) = tensor.granularity { shape[axis] = tensor.encodings.count }
    let ranges = tensor.toolRanges
    lowest = ShapedNumbers(ranges.map(\.lower), shape: shape)
    highest = ShapedNumbers(ranges.map(\.upper), shape: shape)
  }

  func decoded(name: String) throws(EncodingFileError) -> DecodedTensor {
    let (lower, upper) = (lowest.numbers, highest.numbers)
    guard let shape = lowest.shape, highest.shape == shape, !lower.isEmpty else {
      throw .blockCount(
        tensor: name, part: .upperBounds, expected: max(lower.count, 1), found: upper.count)
    }
    var tensor = DecodedTensor(
      name: name,
      levels: .ranges(zip(lower, upper).map { ClippingRange(lower: $0, upper: $1) }))
    let long = shape.indices.filter { shape[$0] > 1 }
    switch long.count {
    case 0: tensor.granularity = .perTensor
    case 1: tensor.granularity = .perChannel(axis: shape.count > 1 ? long[0] : nil)
    default:
      throw .blockCount(tensor: name, part: .lowerBounds, expected: 1, found: lower.count)
    }
    return tensor
  }
}
