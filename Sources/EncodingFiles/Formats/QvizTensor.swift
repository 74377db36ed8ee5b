import QuantizationEngine

/// One tensor in qviz's own JSON.
struct QvizTensor: Codable {
  private let name: String
  private let role: String
  private let elementType: String?
  private let shape: [Double]
  private let scheme: QvizScheme
  private let clippingRange: QvizRanges
  private let encodings: QvizEncodings

  private enum CodingKeys: String, CodingKey {
    case name, role, shape, scheme, encodings
    case elementType = "dtype"
    case clippingRange = "clipping_range"
  }

  init(_ tensor: TensorEncodings) {
    name = tensor.name
    role = tensor.role.rawValue
    elementType = tensor.elementType
    shape = tensor.shape.map(Double.init)
    scheme = QvizScheme(tensor.scheme, granularity: tensor.granularity)
    clippingRange = QvizRanges(
      min: tensor.clippingRanges.map(\.lower), max: tensor.clippingRanges.map(\.upper))
    encodings = QvizEncodings(
      scale: tensor.encodings.map { Double($0.scale) },
      zeroPoint: tensor.encodings.map { Double($0.zeroPoint) })
  }

  /// The tensor that the text describes.
  ///
  /// - Parameter path: Where the text is in the document, for errors.
  /// - Returns: The tensor, with every invariant checked.
  /// - Throws: ``EncodingFileError`` for words, numbers and counts that do not fit each other.
  func tensorEncodings(path: String) throws(EncodingFileError) -> TensorEncodings {
    let layout: BlockLayout
    let shape = try WholeNumbers.whole(shape, member: "\(path).shape")
    let granularity = try scheme.granularity(path: "\(path).scheme")
    do {
      layout = try BlockLayout(shape: shape, granularity: granularity)
    } catch {
      throw .layout(tensor: name, reason: error)
    }
    let scheme = try scheme.scheme(tensor: name, path: "\(path).scheme")
    try checkCounts(layout.blockCount)
    let zeroPoints = try WholeNumbers.whole(
      encodings.zeroPoint, member: "\(path).encodings.zero_point")
    var affine: [AffineEncoding] = []
    affine.reserveCapacity(layout.blockCount)
    for (scale, zeroPoint) in zip(encodings.scale, zeroPoints) {
      do {
        affine.append(
          try AffineEncoding(
            scale: Float(scale), zeroPoint: zeroPoint, quantMin: scheme.quantMin,
            quantMax: scheme.quantMax))
      } catch {
        throw .encoding(tensor: name, block: affine.count, reason: error)
      }
    }
    return try TensorEncodings(
      name: name, role: JSONWord.value(role, member: "\(path).role"), elementType: elementType,
      layout: layout, scheme: scheme,
      clippingRanges: zip(clippingRange.min, clippingRange.max).map {
        ClippingRange(lower: $0, upper: $1)
      },
      encodings: affine)
  }

  private func checkCounts(_ expected: Int) throws(EncodingFileError) {
    for (part, found) in [
      (BlockPart.lowerBounds, clippingRange.min.count), (.upperBounds, clippingRange.max.count),
      (.scales, encodings.scale.count), (.zeroPoints, encodings.zeroPoint.count),
    ] where found != expected {
      throw .blockCount(tensor: name, part: part, expected: expected, found: found)
    }
  }
}

/// The ranges asked for, one per block.
private struct QvizRanges: Codable {
  let min: [Double]
  let max: [Double]
}

/// The encodings, one per block; their codes are the scheme's.
private struct QvizEncodings: Codable {
  let scale: [Double]
  let zeroPoint: [Double]

  private enum CodingKeys: String, CodingKey {
    case scale
    case zeroPoint = "zero_point"
  }
}
