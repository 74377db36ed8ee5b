import NumberFormats
import QuantizationEngine

/// A tensor on its way into an `.npy` file, a piece at a time.
///
///     let array = try file.valueArray(of: 0)
///     output.write(array.header)
///     try array.forEachPiece { output.write($0) }
public struct TensorArray: Sendable {
  /// The beginning of the file, up to the first element.
  public let header: [UInt8]
  /// Where the elements come from, by their number.
  private let piece: @Sendable (Range<Int>) throws(TensorFileError) -> [UInt8]
  /// How many elements there are.
  private let count: Int
  /// How many are read at a time.
  static let pieceLength = 1 << 20

  init(
    descr: String, isFortranOrder: Bool = false, shape: [Int], count: Int,
    piece: @escaping @Sendable (Range<Int>) throws(TensorFileError) -> [UInt8]
  ) {
    header = NpyWriter.header(descr: descr, isFortranOrder: isFortranOrder, shape: shape)
    self.count = count
    self.piece = piece
  }

  /// The bytes of some elements, by their numbers.
  func bytes(of elements: Range<Int>) throws(TensorFileError) -> [UInt8] {
    try piece(elements)
  }

  /// Calls `body` with the bytes of all elements, in their order.
  ///
  /// - Throws: What `body` throws, and ``TensorFileError`` of reading.
  public func forEachPiece(_ body: ([UInt8]) throws -> Void) throws {
    for start in stride(from: 0, to: count, by: Self.pieceLength) {
      try body(try piece(start..<min(start + Self.pieceLength, count)))
    }
  }
}

extension TensorFile {
  /// The values of a tensor in row-major order: float32, or float64 where float32 does not hold every
  /// value of the type.
  ///
  /// - Throws: ``TensorFileError`` where it cannot be read.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func valueArray(of tensor: Int) throws(TensorFileError) -> TensorArray {
    let stored = try readable(tensor)
    let description = stored.description
    return TensorArray(
      descr: description.elementType.fitsFloat32 ? "<f4" : "<f8", shape: description.shape,
      count: description.elementCount
    ) { (run) throws(TensorFileError) in
      defer { if isRowMajor(tensor) { stored.file.release(stored.bytes(of: run)) } }
      return switch try values(of: tensor, elements: run) {
      case .float32(let values): unsafe values.withUnsafeBytes { unsafe Array($0) }
      case .float64(let values): unsafe values.withUnsafeBytes { unsafe Array($0) }
      }
    }
  }

  /// The elements of a tensor as they are stored, in the order of bytes and of elements that the file
  /// has.
  ///
  /// | stored | written |
  /// | --- | --- |
  /// | integers, bool, float32, float64 | as they are |
  /// | float16, bfloat16, float8 | their bit patterns in uint16 and uint8 |
  /// | packed elements | one to a byte, int8 where the type has a sign bit of integers, else uint8 |
  /// | codes that stand for real values | the codes, as one of the above |
  /// | layers of a checkpoint | their codes where those are whole numbers, as int8 or uint8 |
  /// | blocks with scales of their own | their bytes, the last axis being a row of blocks |
  ///
  /// - Throws: ``TensorFileError`` where it cannot be read.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func storedArray(of tensor: Int) throws(TensorFileError) -> TensorArray {
    if let codes = try layerCodes(of: tensor) { return codes }
    var stored = try readable(tensor)
    if case .quantized(let codes, _) = stored.form { stored = codes }
    if case .blocks(let format) = stored.form { return stored.blockArray(of: format) }
    let elements = StoredElements(stored)
    let type = elements.elementType
    let isFortranOrder = elements.elementOrder != .rowMajor
    let sign = type.byteCount == 1 ? "|" : elements.byteOrder == .little ? "<" : ">"
    return TensorArray(
      descr: sign + type.patternDescr, isFortranOrder: isFortranOrder,
      shape: elements.shape, count: elements.count
    ) { (run) throws(TensorFileError) in
      let bytes = elements.withBytes(of: run) { unsafe $0.withUnsafeBytes { unsafe Array($0) } }
      elements.release(run)
      try elements.checkWhole()
      return type.isSignedPart ? bytes.map { type.signExtended($0) } : bytes
    }
  }
}

extension StoredTensor {
  /// The bytes of blocks, a row of them for each row of the tensor.
  fileprivate func blockArray(of format: BlockFormat) -> TensorArray {
    var shape = description.shape
    if let last = shape.popLast() { shape.append(last / format.valueCount * format.byteCount) }
    return TensorArray(descr: "|u1", shape: shape, count: description.byteCount) {
      (run) throws(TensorFileError) in
      let place = start + run.lowerBound..<start + run.upperBound
      let bytes = file.bytes(in: place)
      file.release(place)
      try file.checkStillWhole()
      return bytes
    }
  }
}

extension ElementType {
  /// NumPy's name, without a sign for the order, for the bits of an element.
  fileprivate var patternDescr: String {
    switch self {
    case .float32: "f4"
    case .float64: "f8"
    case .int2, .int4, .int8: "i1"
    case .int16: "i2"
    case .int32: "i4"
    case .int64: "i8"
    case .bool: "b1"
    default: "u\(byteCount)"
    }
  }

  /// Whether it is an integer with a sign in fewer than 8 bits.
  fileprivate var isSignedPart: Bool { self == .int2 || self == .int4 }

  /// The byte in two's complement that is the integer in the low bits.
  fileprivate func signExtended(_ bits: UInt8) -> UInt8 {
    UInt8(bitPattern: Int8(bitPattern: bits << UInt8(8 - bitCount)) >> Int8(8 - bitCount))
  }
}
