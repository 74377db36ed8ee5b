import QuantizationEngine

/// One tensor in qviz's own JSON.
struct QvizTensor: Codable {
  private let name: String
  private let role: String
  private let elementType: String?
  private let shape: NumberList?
  private let scheme: QvizScheme
  private let clippingRange: QvizRanges
  private let rangeOrigin: String?
  private let note: String?
  private let error: RecordedError?
  private let encodings: QvizEncodings

  private enum CodingKeys: String, CodingKey {
    case name, role, shape, scheme, note, error, encodings
    case elementType = "dtype"
    case clippingRange = "clipping_range"
    case rangeOrigin = "range_from"
  }

  init(_ tensor: TensorEncodings) {
    name = tensor.name
    role = tensor.role.rawValue
    elementType = tensor.elementType
    shape = tensor.shape.map { NumberList($0.map(Double.init)) }
    scheme = QvizScheme(
      tensor.scheme, granularity: tensor.granularity, scaleType: tensor.scaleType)
    clippingRange = QvizRanges(
      min: NumberList(tensor.clippingRanges.map(\.lower)),
      max: NumberList(tensor.clippingRanges.map(\.upper)))
    rangeOrigin = tensor.rangeOrigin
    note = tensor.note
    error = tensor.error
    encodings = QvizEncodings(
      scale: NumberList(tensor.encodings.map { Double($0.scale) }),
      zeroPoint: NumberList(tensor.encodings.map { Double($0.zeroPoint) }))
  }

  /// The tensor that the text describes.
  ///
  /// - Parameter path: Where the text is in the document, for errors.
  /// - Returns: The tensor, with every invariant checked.
  /// - Throws: ``EncodingFileError`` for words, numbers and counts that do not fit each other.
  func tensorEncodings(path: String) throws(EncodingFileError) -> TensorEncodings {
    let shape = try shape.map { shape throws(EncodingFileError) in
      try WholeNumbers.whole(shape.numbers, member: "\(path).shape")
    }
    let granularity = try scheme.granularity(path: "\(path).scheme")
    let blockCount = try blockCount(of: shape, granularity)
    let scaleType = try scheme.scaleType(path: "\(path).scheme")
    let scheme = try scheme.scheme(tensor: name, path: "\(path).scheme")
    try checkCounts(blockCount)
    let zeroPoints = try WholeNumbers.whole(
      encodings.zeroPoint.numbers, member: "\(path).encodings.zero_point")
    var affine: [AffineEncoding] = []
    affine.reserveCapacity(blockCount)
    for (scale, zeroPoint) in zip(encodings.scale.numbers, zeroPoints) {
      do {
        let (lowest, highest) = (scheme.quantMin, scheme.quantMax)
        affine.append(
          scale == 0 && scale.sign == .plus
            ? try AffineEncoding(
              orOfZeros: 0, zeroPoint: zeroPoint, quantMin: lowest, quantMax: highest)
            : try AffineEncoding(
              scale: Float(scale), zeroPoint: zeroPoint, quantMin: lowest, quantMax: highest))
      } catch {
        throw .encoding(tensor: name, block: affine.count, reason: error)
      }
    }
    var tensor = try TensorEncodings(
      name: name, role: JSONWord.value(role, member: "\(path).role"), elementType: elementType,
      shape: shape, granularity: granularity, scheme: scheme,
      clippingRanges: zip(clippingRange.min.numbers, clippingRange.max.numbers).map {
        ClippingRange(lower: $0, upper: $1)
      },
      encodings: affine)
    tensor.rangeOrigin = rangeOrigin
    tensor.scaleType = scaleType
    tensor.note = note
    tensor.error = error
    return tensor
  }

  /// How many blocks a shape has; without one as many as there are scales.
  private func blockCount(
    of shape: [Int]?, _ granularity: Granularity
  ) throws(EncodingFileError) -> Int {
    guard let shape else { return granularity == .perTensor ? 1 : encodings.scale.numbers.count }
    do {
      return try BlockLayout(shape: shape, granularity: granularity).blockCount
    } catch {
      throw .layout(tensor: name, reason: error)
    }
  }

  private func checkCounts(_ expected: Int) throws(EncodingFileError) {
    for (part, found) in [
      (BlockPart.lowerBounds, clippingRange.min.numbers.count),
      (.upperBounds, clippingRange.max.numbers.count),
      (.scales, encodings.scale.numbers.count), (.zeroPoints, encodings.zeroPoint.numbers.count),
    ] where found != expected {
      throw .blockCount(tensor: name, part: part, expected: expected, found: found)
    }
  }
}

/// The ranges asked for, one per block.
private struct QvizRanges: Codable {
  let min: NumberList
  let max: NumberList
}

/// The encodings, one per block; their codes are the scheme's.
private struct QvizEncodings: Codable {
  let scale: NumberList
  let zeroPoint: NumberList

  private enum CodingKeys: String, CodingKey {
    case scale
    case zeroPoint = "zero_point"
  }
}
