import QuantizationEngine

@testable import TensorFiles

/// The bytes of a GGUF file, piece by piece, so that each piece can be wrong.
struct GGUFBytes: Sendable {
  /// A piece of metadata: its name, the number of its type, the bytes of its value.
  struct Value: Sendable {
    var key: [UInt8]
    var type: UInt32
    var bytes: [UInt8]

    init(_ key: String, _ type: GGUFValueType, _ bytes: [UInt8]) {
      self.key = Array(key.utf8)
      self.type = type.rawValue
      self.bytes = bytes
    }
  }

  /// A tensor: its entry in the header, and its bytes.
  struct Tensor: Sendable {
    var name: [UInt8]
    /// The fastest first, as in the file.
    var dimensions: [UInt64]
    var type: UInt32
    var bytes: [UInt8]
    /// Where it is said to begin; `nil` for where it does.
    var offset: UInt64?

    init(
      _ name: String, _ dimensions: [UInt64], type: UInt32, bytes: [UInt8], offset: UInt64? = nil
    ) {
      self.name = Array(name.utf8)
      self.dimensions = dimensions
      self.type = type
      self.bytes = bytes
      self.offset = offset
    }
  }

  var byteOrder = ByteOrder.little
  var version: UInt32 = 3
  var metadata: [Value] = []
  var tensors: [Tensor] = []
  /// What the bytes of tensors are filled up to; that the metadata says so too is not seen to.
  var alignment = 32
  /// How many tensors and keys are said to follow; `nil` for as many as do.
  var tensorCount: UInt64?
  var keyCount: UInt64?

  /// The bytes of a number.
  func number<Bits: FixedWidthInteger>(_ value: Bits) -> [UInt8] {
    withUnsafeBytes(of: byteOrder == .little ? value.littleEndian : value.bigEndian) { Array($0) }
  }

  /// The bytes of a text with its length before it.
  func text(_ bytes: [UInt8]) -> [UInt8] { number(UInt64(bytes.count)) + bytes }

  /// The bytes of an array's type and length.
  func array(_ type: GGUFValueType, _ count: UInt64) -> [UInt8] {
    number(type.rawValue) + number(count)
  }

  /// The bytes up to the padding in front of the tensors' own.
  var header: [UInt8] {
    var header = Array("GGUF".utf8) + number(version)
    header += number(tensorCount ?? UInt64(tensors.count))
    header += number(keyCount ?? UInt64(metadata.count))
    for value in metadata { header += text(value.key) + number(value.type) + value.bytes }
    var offset: UInt64 = 0
    for tensor in tensors {
      header += text(tensor.name) + number(UInt32(tensor.dimensions.count))
      for dimension in tensor.dimensions { header += number(dimension) }
      header += number(tensor.type) + number(tensor.offset ?? offset)
      offset += UInt64(padded(tensor.bytes).count)
    }
    return header
  }

  /// The whole file.
  var bytes: [UInt8] {
    tensors.reduce(padded(header)) { $0 + padded($1.bytes) }
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes
      + Array(repeating: 0, count: (alignment - bytes.count % alignment) % alignment)
  }

  /// A file with metadata of several kinds and tensors of two types.
  static func sample(_ byteOrder: ByteOrder = .little) -> GGUFBytes {
    var file = GGUFBytes(byteOrder: byteOrder)
    file.metadata = [
      Value("general.alignment", .uint32, file.number(32 as UInt32)),
      Value("words", .array, file.array(.string, 2) + file.text([0x61]) + file.text([])),
      Value("flags", .array, file.array(.bool, 3) + [0, 1, 0]),
    ]
    let floats: [Float] = [1, -2, 0.5, 3]
    file.tensors = [
      Tensor("a", [2, 2], type: 0, bytes: floats.flatMap { file.number($0.bitPattern) }),
      Tensor(
        "b.half", [3], type: 1, bytes: [0x3C00, 0xC000, 0x3800].flatMap(file.number(halves:))),
    ]
    return file
  }

  private func number(halves: UInt16) -> [UInt8] { number(halves) }

  /// Sixty-four float32 zeros' worth of bytes in blocks of Q8_0, each with the scale 1 and codes 0 to 31.
  static let twoBlocks: [UInt8] = (0..<2).flatMap { _ in [0x00, 0x3C] + Array(0..<32) }
}
