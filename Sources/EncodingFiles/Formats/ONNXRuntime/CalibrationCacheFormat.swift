import QuantizationEngine

/// The calibration cache of ONNX Runtime: ranges in JSON, which `quantize_static` takes as
/// `calibration_cache_path` in place of calibrating.
///
/// A range is that from which ONNX Runtime makes the encoding (``TensorEncodings/toolRanges``); codes and
/// symmetry are arguments of the tool. It looks at activations only, wants all that it calibrates, and
/// refuses a cache of another method than the argument `calibrate_method`, MinMax unless given.
///
/// Source: onnxruntime 1.31.1, `quantization/calibrate.py`, `save_tensors_data` and `load_tensors_data`.
public struct CalibrationCacheFormat: ReadableEncodingFormat {
  /// The format.
  public init() {}

  /// The name on the command line.
  public let identifier = "ort-cache"
  /// The name for people.
  public let title = "ONNX Runtime calibration caches"
  /// Who reads it.
  public let reader = "quantize_static(calibration_cache_path=…)"
  /// What file names end in.
  public let fileExtension = "calibration.json"
  /// What a file tells.
  public let says: Set<TensorMember> = [.granularity]

  /// By the class that it is of.
  public func isKnown(by signs: FormatSigns) -> Bool {
    signs.outline?["CLS"] == .string("TensorsData")
      || signs.outline?["calibration_method"] != nil && signs.outline?["data"] != nil
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
      format: title, bitWidths: [8, 16], codes: .wholeOrRestricted, granularities: .tensor)
    let ranges = try NameKeys.members(of: document.tensors, format: title) {
      tensor throws(EncodingFileError) in
      try limits.check(tensor)
      return CachedRange(tensor.toolRanges[0])
    }
    try JSONText.write(CacheText(data: ranges), format: title, take)
  }

  /// What a text says: the ranges; the tensors by name.
  ///
  /// - Throws: ``EncodingFileError`` for text that is not sound JSON, or has no ranges.
  public func decode(_ bytes: [UInt8]) throws(EncodingFileError) -> DecodedDocument {
    try DocumentSize.check(bytes.count)
    let skeleton = try JSONSyntax.check(bytes)
    let cache = try JSONText.value(CacheText.self, of: skeleton)
    var tensors: [DecodedTensor] = []
    for (name, range) in cache.data.sorted(by: { $0.key < $1.key }) {
      tensors.append(try range.decoded(name: name))
    }
    return DecodedDocument(tensors: tensors)
  }

  /// What ONNX Runtime wants besides.
  public func remarks(on document: EncodingDocument) -> [String] {
    guard !document.tensors.isEmpty else { return [] }
    var remarks = ["ONNX Runtime wants the range of every activation that it would calibrate"]
    if document.tensors.contains(where: { $0.scheme.symmetry != .asymmetric }) {
      remarks.append("symmetric codes are asked for by extra_options: ActivationSymmetric")
    }
    if document.tensors.contains(where: { $0.role == .parameter }) {
      remarks.append("ranges of parameters are passed over")
    }
    return remarks
  }
}

/// The whole text.
private struct CacheText: Codable {
  let data: [String: CachedRange]
  private let kind: String?
  private let method: CachedMethod?
  private let isSmooth: Bool?

  private enum CodingKeys: String, CodingKey {
    case data
    case kind = "CLS"
    case method = "calibration_method"
    case isSmooth = "smooth_quant"
  }

  init(data: [String: CachedRange]) {
    self.data = data
    kind = "TensorsData"
    method = CachedMethod()
    isSmooth = false
  }
}

/// The method that the cache says it is of.
private struct CachedMethod: Codable {
  private let kind: String?
  private let value: String?

  private enum CodingKeys: String, CodingKey {
    case value
    case kind = "CLS"
  }

  init() {
    kind = "CalibrationMethod"
    value = "CalibrationMethod.MinMax"
  }
}

/// The range of a tensor.
private struct CachedRange: Codable {
  private let lowest: CachedNumber
  private let highest: CachedNumber
  private let kind: String?

  private enum CodingKeys: String, CodingKey {
    case lowest, highest
    case kind = "CLS"
  }

  init(_ range: ClippingRange) {
    lowest = CachedNumber(range.lower)
    highest = CachedNumber(range.upper)
    kind = "TensorData"
  }

  func decoded(name: String) throws(EncodingFileError) -> DecodedTensor {
    guard !lowest.numbers.isEmpty, lowest.numbers.count == highest.numbers.count else {
      throw .blockCount(
        tensor: name, part: .upperBounds, expected: max(lowest.numbers.count, 1),
        found: highest.numbers.count)
    }
    var tensor = DecodedTensor(
      name: name,
      levels: .ranges(
        zip(lowest.numbers, highest.numbers).map { ClippingRange(lower: $0, upper: $1) }))
    tensor.granularity = lowest.numbers.count == 1 ? .perTensor : .perChannel(axis: nil)
    return tensor
  }
}

/// A bound: a NumPy array as ONNX Runtime writes it today, or the number that it wrote before.
private struct CachedNumber: Codable {
  let numbers: [Double]

  private enum CodingKeys: String, CodingKey {
    case data
    case type = "dtype"
    case kind = "CLS"
  }

  init(_ number: Double) {
    numbers = [number]
  }

  init(from decoder: any Decoder) throws {
    if let members = try? decoder.container(keyedBy: CodingKeys.self) {
      numbers = try members.decode(ShapedNumbers.self, forKey: .data).numbers
    } else {
      numbers = try decoder.singleValueContainer().decode(ShapedNumbers.self).numbers
    }
  }

  func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(numbers[0], forKey: .data)
    try members.encode("float32", forKey: .type)
    try members.encode("numpy.array", forKey: .kind)
  }
}
