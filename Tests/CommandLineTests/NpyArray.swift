import Foundation

/// A `.npy` file of version 1 read without any code of the product.
struct NpyArray {
  /// The item type as the header spells it.
  let dtype: String
  /// The dimensions.
  let shape: [Int]
  /// The elements as stored.
  let bytes: Data

  /// Reads a file.
  init(path: String) throws {
    let file = try Data(contentsOf: URL(filePath: path))
    guard file.prefix(8).elementsEqual([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    let length = Int(file[8]) + Int(file[9]) << 8
    let header = String(decoding: file[10..<10 + length], as: UTF8.self)
    guard let type = header.firstMatch(of: /'descr': '([^']+)'/),
      let shape = header.firstMatch(of: /'shape': \(([0-9, ]*)\)/),
      header.contains("'fortran_order': False")
    else { throw CocoaError(.fileReadCorruptFile) }
    dtype = String(type.1)
    self.shape = shape.1.split(separator: ",").compactMap {
      Int($0.trimmingCharacters(in: .whitespaces))
    }
    bytes = Data(file[(10 + length)...])
  }

  /// The elements as whole numbers.
  var integers: [Int] {
    switch dtype {
    case "|u1": bytes.map(Int.init)
    case "|i1": bytes.map { Int(Int8(bitPattern: $0)) }
    case "<u2": words.map(Int.init)
    case "<i4":
      stride(from: 0, to: bytes.count, by: 4).map { start in
        let place = bytes.startIndex + start
        let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
        return Int(Int32(bitPattern: bits))
      }
    case "<i2": words.map { Int(Int16(bitPattern: $0)) }
    default: []
    }
  }

  /// The elements as float32.
  var floats: [Float] {
    dtype != "<f4"
      ? []
      : stride(from: 0, to: bytes.count, by: 4).map { start in
        Float(
          bitPattern: (0..<4).reduce(0) {
            $0 | UInt32(bytes[bytes.startIndex + start + $1]) << (8 * $1)
          })
      }
  }

  private var words: [UInt16] {
    stride(from: 0, to: bytes.count, by: 2).map { start in
      UInt16(bytes[bytes.startIndex + start]) | UInt16(bytes[bytes.startIndex + start + 1]) << 8
    }
  }

  /// The bytes of a file with these elements.
  static func file(dtype: String, shape: [Int], bytes: some Sequence<UInt8>) -> [UInt8] {
    let dimensions = shape.map { "\($0)," }.joined(separator: " ")
    let text = "{'descr': '\(dtype)', 'fortran_order': False, 'shape': (\(dimensions)), }"
    let padding = 64 - (10 + text.utf8.count + 1) % 64
    let header = Array((text + String(repeating: " ", count: padding) + "\n").utf8)
    let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    return magic + [UInt8(header.count % 256), UInt8(header.count / 256)] + header + Array(bytes)
  }

  /// The bytes of a float32 file.
  static func file(_ values: [Float], shape: [Int]? = nil) -> [UInt8] {
    file(dtype: "<f4", shape: shape ?? [values.count], bytes: littleEndian(values))
  }

  /// Values as their bytes.
  static func littleEndian(_ values: [Float]) -> [UInt8] {
    values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
  }
}
