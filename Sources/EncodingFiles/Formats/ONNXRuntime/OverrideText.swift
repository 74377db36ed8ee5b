import QuantizationEngine

/// One object of the list that ONNX Runtime's overrides have for a tensor.
///
/// `quant_type` and `symmetric` are not in the files that its command line reads, but in what its functions take.
struct OverrideText: Codable {
  private let scale: Double?
  private let zeroPoint: Double?
  private let axis: Double?
  private let lowest: Double?
  private let highest: Double?
  private let type: String?
  private let isSymmetric: Bool?
  private let isReduced: Bool?

  private enum CodingKeys: String, CodingKey {
    case scale, axis
    case zeroPoint = "zero_point"
    case lowest = "rmin"
    case highest = "rmax"
    case type = "quant_type"
    case isSymmetric = "symmetric"
    case isReduced = "reduce_range"
  }

  /// The scale and the zero-point of an encoding.
  init(_ encoding: AffineEncoding, axis: Int?) {
    scale = Double(encoding.scale)
    zeroPoint = Double(encoding.zeroPoint)
    self.axis = axis.map(Double.init)
    (lowest, highest, type, isSymmetric, isReduced) = (nil, nil, nil, nil, nil)
  }

  /// The types of `quant_type` that are integers, with their bits and whether they have a sign.
  private static let types: [String: (bitWidth: Int, signedness: Signedness)] = [
    "QInt4": (4, .signed), "QUInt4": (4, .unsigned), "QInt8": (8, .signed),
    "QUInt8": (8, .unsigned),
    "QInt16": (16, .signed), "QUInt16": (16, .unsigned),
  ]

  /// What the objects of a tensor say: encodings where they have a type, else scales and zero-points, or ranges.
  ///
  /// - Throws: ``EncodingFileError`` for objects with neither, of a type that is no integer, or of different ones.
  static func decoded(
    _ entries: [OverrideText], name: String
  ) throws(EncodingFileError) -> DecodedTensor {
    guard let first = entries.first else {
      throw .blockCount(tensor: name, part: .scales, expected: 1, found: 0)
    }
    var (scales, zeroPoints, ranges) = ([Float](), [Int](), [ClippingRange]())
    for (index, entry) in entries.enumerated() {
      let path = "\(name)[\(index)]"
      try entry.check(like: first, path: path)
      if first.scale == nil, first.lowest != nil {
        guard let lowest = entry.lowest else { throw .missingMember("\(path).rmin") }
        guard let highest = entry.highest else { throw .missingMember("\(path).rmax") }
        ranges.append(ClippingRange(lower: lowest, upper: highest))
        continue
      }
      guard let scale = entry.scale else { throw .missingMember("\(path).scale") }
      guard let zeroPoint = entry.zeroPoint else { throw .missingMember("\(path).zero_point") }
      scales.append(Float(scale))
      zeroPoints.append(try WholeNumbers.whole(zeroPoint, member: "\(path).zero_point"))
    }
    var tensor = DecodedTensor(
      name: name,
      levels: ranges.isEmpty ? .scales(scales, zeroPoints: zeroPoints) : .ranges(ranges))
    if let type = first.type, let codes = types[type] {
      try tensor.take(
        codes, isSymmetric: first.isSymmetric == true, scales, zeroPoints, ranges)
    }
    let axis = try first.axis.map { number throws(EncodingFileError) in
      try WholeNumbers.whole(number, member: "\(name)[0].axis")
    }
    tensor.granularity = axis == nil && entries.count == 1 ? .perTensor : .perChannel(axis: axis)
    return tensor
  }

  /// Refuses a type that is no integer or another than that of the first object, and codes of fewer bits than
  /// their type.
  private func check(like first: OverrideText, path: String) throws(EncodingFileError) {
    guard type == first.type, type.map({ Self.types[$0] != nil }) ?? true else {
      throw .wrongWord(
        member: "\(path).quant_type",
        expected: first.type.flatMap { Self.types[$0] == nil ? nil : [$0] }
          ?? Self.types.keys.sorted(),
        found: type ?? "nothing")
    }
    guard isReduced != true else {
      throw .wrongWord(member: "\(path).reduce_range", expected: ["false"], found: "true")
    }
  }
}

extension DecodedTensor {
  /// Takes the codes of a type, in which levels are encodings.
  fileprivate mutating func take(
    _ codes: (bitWidth: Int, signedness: Signedness), isSymmetric: Bool, _ scales: [Float],
    _ zeroPoints: [Int], _ ranges: [ClippingRange]
  ) throws(EncodingFileError) {
    var encodings: [AffineEncoding] = []
    do {
      let scheme = try Scheme(
        bitWidth: codes.bitWidth, symmetry: isSymmetric ? .symmetric : .asymmetric,
        signedness: codes.signedness)
      for (scale, zeroPoint) in zip(scales, zeroPoints) {
        encodings.append(
          try AffineEncoding(
            scale: scale, zeroPoint: zeroPoint, quantMin: scheme.quantMin,
            quantMax: scheme.quantMax))
      }
      for range in ranges { encodings.append(try scheme.encoding(for: range)) }
    } catch {
      throw .encoding(tensor: name, block: encodings.count, reason: error)
    }
    self.encodings = encodings
    if !ranges.isEmpty { clippingRanges = ranges }
    if isSymmetric { symmetry = .symmetric }
  }
}
