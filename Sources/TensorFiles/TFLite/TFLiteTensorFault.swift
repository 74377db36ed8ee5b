/// Why one tensor of a TensorFlow Lite model is listed and not read.
public enum TFLiteTensorFault: Error, Hashable, Sendable {
  /// Its tables do not hold together.
  case tree(FlatBufferFault)
  /// It has the number of a buffer that there is not.
  case bufferNumber(found: UInt32, count: Int)
  /// Its bytes would lie outside the file.
  case bufferPastEnd(offset: UInt64, byteCount: UInt64, available: Int)
  /// There are more dimensions than a tensor may have.
  case rank(found: Int, limit: Int)
  /// A dimension is negative.
  case negativeDimension(found: Int, axis: Int)
  /// It has more bytes than can be counted.
  case tooLarge(storedAs: String, shape: [Int])
  /// Its bytes are not as many as its shape and type say.
  case byteCount(storedAs: String, shape: [Int], expected: Int, found: Int)
  /// Its elements are no real numbers, or of an unknown type.
  case notRead(storedAs: String)
  /// Only those of its elements that are not zero are there.
  case sparse(storedAs: String)
  /// Its bytes are in another file.
  case external(number: UInt32)
  /// Its values change as the model runs, and there are values all the same.
  case variable

  // MARK: What its codes stand for

  /// Its scales are along an axis that there is not.
  case axis(found: Int, rank: Int)
  /// There is neither one scale nor one for each index along the axis.
  case scaleCount(found: Int, expected: Int)
  /// There are not as many zero-points as scales.
  case zeroPointCount(found: Int, expected: Int)
  /// A zero-point is no code, or none that float32 holds.
  case zeroPoint(found: Int64, lowest: Int64, highest: Int64)
  /// It is said to be quantized in blocks, and that is all that is said.
  case noDetails
  /// The scales of its blocks are said to be a tensor that has no such numbers.
  case blockScales(index: Int)
  /// The zero-points of its blocks are said to be a tensor that has no such numbers.
  case blockZeroPoints(index: Int)
  /// The scales of its blocks are of a shape that does not suit its own.
  case blockShape(scales: [Int], size: Int, shape: [Int])
}

extension TFLiteTensorFault {
  /// What `body` makes of a tree of tables; what is wrong with the tree is then wrong with a tensor.
  static func reading<Result>(
    _ body: () throws(FlatBufferFault) -> Result
  ) throws(TFLiteTensorFault) -> Result {
    do throws(FlatBufferFault) {
      return try body()
    } catch {
      throw .tree(error)
    }
  }
}

extension TFLiteTensorFault {
  /// What is wrong, as the rest of a sentence that began with the tensor.
  var predicate: String {
    switch self {
    case .tree(let fault): fault.predicate
    case .bufferNumber(let found, let count):
      "has its bytes in buffer \(found), expected one of \(count)"
    case .bufferPastEnd(let offset, let byteCount, let available):
      "leads to \(byteCount == 1 ? "1 byte" : "\(byteCount) bytes") at byte \(offset), past the end "
        + "of the file at byte \(available)"
    case .rank(let found, let limit): "has \(found) dimensions, expected at most \(limit)"
    case .negativeDimension(let found, let axis):
      "has \(found) in its shape at axis \(axis), expected 0 or more"
    case .tooLarge(let storedAs, let shape):
      "has the shape \(shape) of \(storedAs), more bytes than can be counted in 63 bits"
    case .byteCount(let storedAs, let shape, let expected, let found):
      "has \(TensorFileError.bytes(found)), expected \(expected) for \(storedAs) \(shape)"
    case .notRead(let storedAs):
      "is stored as \(storedAs), expected real numbers"
    case .sparse(let storedAs):
      "is stored as sparse \(storedAs), of which only the elements that are not zero are there, "
        + "and is not read"
    case .external(let number):
      "has its bytes in another file (external buffer \(number)), which is not read"
    case .variable: "is a variable, expected no values, which it is given as the model runs"

    // What its codes stand for.
    case .axis(let found, let rank):
      "has scales along axis \(found), expected one from 0 to \(rank - 1)"
    case .scaleCount(let found, let expected):
      "has \(found) scales, expected 1 or, along its axis, \(expected)"
    case .zeroPointCount(let found, let expected):
      "has \(found) zero-points, expected \(expected), one for each scale"
    case .zeroPoint(let found, let lowest, let highest):
      "has the zero-point \(found), expected one from \(lowest) to \(highest)"
    case .noDetails: "is quantized in blocks, of which nothing is said"
    case .blockScales(let index):
      "has the scales of its blocks in tensor \(index), expected a constant of real numbers"
    case .blockZeroPoints(let index):
      "has the zero-points of its blocks in tensor \(index), "
        + "expected a constant of the shape of its scales"
    case .blockShape(let scales, let size, let shape):
      "has scales of the shape \(scales) for blocks of \(size), "
        + "expected one for each block along an axis of \(shape)"
    }
  }
}
