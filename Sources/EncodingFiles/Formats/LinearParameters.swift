import QuantizationEngine

/// What ONNX's `QuantizeLinear` and `DequantizeLinear` take for a tensor, as JSON.
///
///     q = saturate(round(x / y_scale) + y_zero_point)
///
/// The saturation is that of `output_dtype`, so all 2^b codes are there. For channels `axis` is theirs;
/// for groups it is the one along which they run, `block_size` their length, and the scales are nested in
/// the shape of the blocks.
///
/// Source: the operators' specification (opset 21), and AIMET's encodings 2.0.0, which have these members.
struct LinearParameters: Codable {
  private let name: String
  private let type: String
  private let scale: ShapedNumbers
  private let zeroPoint: ShapedNumbers?
  private let axis: Double?
  private let blockSize: Double?

  private enum CodingKeys: String, CodingKey {
    case name, axis
    case type = "output_dtype"
    case scale = "y_scale"
    case zeroPoint = "y_zero_point"
    case blockSize = "block_size"
  }

  /// The parameters of a tensor.
  ///
  /// - Parameters:
  ///   - tensor: the tensor.
  ///   - format: the format's name for people.
  ///   - omitsZeros: whether zero-points that are all 0 are left out.
  /// - Throws: ``EncodingFileError`` where the operators cannot say it.
  init(
    _ tensor: TensorEncodings, format: String, omitsZeros: Bool
  ) throws(EncodingFileError) {
    try FormatLimits(
      format: format, bitWidths: Array(2...16), codes: .whole, granularities: .groups
    ).check(tensor)
    var shape: [Int] = []
    switch tensor.granularity {
    case .perTensor: (axis, blockSize) = (nil, nil)
    case .perChannel(let index):
      (axis, blockSize) = (Double(index), nil)
      shape = [tensor.encodings.count]
    case .perGroup(let index, let size):
      guard let layout = tensor.layout else {
        throw .shapeNeeded(format: format, tensor: tensor.name)
      }
      guard layout.shape[index].isMultiple(of: size) else {
        throw .notExpressible(
          format: format, tensor: tensor.name, needs: "groups of one size",
          found: "\(layout.shape[index]) elements in groups of \(size)")
      }
      (axis, blockSize) = (Double(index), Double(size))
      shape = layout.blockShape
    }
    name = tensor.name
    type = (tensor.scheme.quantMin < 0 ? "int" : "uint") + "\(tensor.scheme.bitWidth)"
    scale = ShapedNumbers(tensor.encodings.map { Double($0.scale) }, shape: shape)
    let isCentred = tensor.encodings.allSatisfy { $0.zeroPoint == 0 }
    zeroPoint =
      isCentred && omitsZeros
      ? nil : ShapedNumbers(tensor.encodings.map { Double($0.zeroPoint) }, shape: shape)
  }

  /// The parameters of all tensors of a document, as ``init(_:format:omitsZeros:)`` makes them.
  ///
  /// - Throws: ``EncodingFileError`` where the operators cannot say it.
  static func entries(
    of document: EncodingDocument, format: String, omitsZeros: Bool
  ) throws(EncodingFileError) -> [LinearParameters] {
    var entries: [LinearParameters] = []
    for tensor in document.tensors {
      entries.append(try LinearParameters(tensor, format: format, omitsZeros: omitsZeros))
    }
    return entries
  }

  /// What a list of such parameters says.
  ///
  /// - Parameters:
  ///   - entries: the list.
  ///   - section: where it is in the document, for errors.
  /// - Returns: granularity and encodings of each tensor.
  /// - Throws: ``EncodingFileError`` for types that are no integers and numbers that do not fit each other.
  static func decoded(
    _ entries: [LinearParameters], section: String
  ) throws(EncodingFileError) -> DecodedDocument {
    var tensors: [DecodedTensor] = []
    for (index, entry) in entries.enumerated() {
      tensors.append(try entry.decoded(path: "\(section)[\(index)]"))
    }
    try EncodingDocument.checkNamesDiffer(tensors.map(\.name))
    return DecodedDocument(tensors: tensors)
  }

  private func decoded(path: String) throws(EncodingFileError) -> DecodedTensor {
    let scales = scale.numbers
    let zeroPoints = try zeroPoint.map { points throws(EncodingFileError) in
      try WholeNumbers.whole(points.numbers, member: "\(path).y_zero_point")
    }
    guard let shape = scale.shape, !scales.isEmpty else {
      throw .blockCount(tensor: name, part: .scales, expected: 1, found: scales.count)
    }
    guard zeroPoint == nil || zeroPoint?.shape == shape else {
      throw .blockCount(
        tensor: name, part: .zeroPoints, expected: scales.count, found: zeroPoints?.count ?? 0)
    }
    let width = try width(path: path)
    var tensor = DecodedTensor(name: name, encodings: [])
    tensor.granularity = try granularity(shape: shape, path: path)
    tensor.shape = tensor.granularity.flatMap { Self.shape(of: shape, $0) }
    guard width <= 16 else {
      // A bias, whose codes are more than an encoding here has.
      tensor.wideBitWidth = width
      tensor.levels = .scales(
        scales.map { Float($0) }, zeroPoints: zeroPoints ?? scales.map { _ in 0 })
      return tensor
    }
    let half = type.hasPrefix("int") ? 1 << (width - 1) : 0
    let codes = -half...(1 << width) - 1 - half
    var encodings: [AffineEncoding] = []
    encodings.reserveCapacity(scales.count)
    for (block, scale) in scales.enumerated() {
      do {
        encodings.append(
          try AffineEncoding(
            scale: Float(scale), zeroPoint: zeroPoints?[block] ?? 0,
            quantMin: codes.lowerBound, quantMax: codes.upperBound))
      } catch {
        throw .encoding(tensor: name, block: block, reason: error)
      }
    }
    tensor.encodings = encodings
    return tensor
  }

  /// The shape of a tensor that has whole groups along an axis, of the shape of its scales; nil for others.
  private static func shape(
    of blocks: [Int], _ granularity: DecodedGranularity
  ) -> [Int]? {
    guard case .perGroup(let axis?, let size) = granularity, blocks.indices.contains(axis) else {
      return nil
    }
    let (length, overflows) = blocks[axis].multipliedReportingOverflow(by: size)
    guard !overflows else { return nil }
    var shape = blocks
    shape[axis] = length
    return shape
  }

  private func granularity(
    shape: [Int], path: String
  ) throws(EncodingFileError) -> DecodedGranularity {
    guard !shape.isEmpty else { return .perTensor }
    let axis = try axis.map { number throws(EncodingFileError) in
      try WholeNumbers.whole(number, member: "\(path).axis")
    }
    guard let blockSize else {
      guard shape.count == 1 else { throw .missingMember("\(path).block_size") }
      return .perChannel(axis: axis)
    }
    let size = try WholeNumbers.whole(blockSize, member: "\(path).block_size")
    guard size >= 1 else { throw .layout(tensor: name, reason: .groupSizeNotPositive(size)) }
    return .perGroup(axis: axis, size: size)
  }

  /// The bits of the type: b of `int`b with the codes −2^(b−1)…2^(b−1) − 1, and of `uint`b with 0…2^b − 1.
  private func width(path: String) throws(EncodingFileError) -> Int {
    let digits = type.dropFirst(type.hasPrefix("u") ? 1 : 0)
    guard digits.hasPrefix("int"), let width = Int(digits.dropFirst(3)),
      "\(width)" == digits.dropFirst(3)
    else {
      throw .wrongWord(
        member: "\(path).output_dtype", expected: ["int8", "uint8", "int4", "another integer"],
        found: type)
    }
    guard (1...32).contains(width) else { throw .bitWidth(tensor: name, found: width) }
    return width
  }
}
