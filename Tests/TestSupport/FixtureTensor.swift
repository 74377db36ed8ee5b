public import Foundation

/// One tensor of `Tests/Fixtures`, read without any code of the product.
public struct Fixture: Sendable, CustomStringConvertible {
  /// Its name in the manifest.
  public let id: String
  /// The element type of the source: float32, float16 or bfloat16.
  public let dtype: String
  /// Its shape; empty for a scalar.
  public let shape: [Int]
  /// The SHA-256 of its bytes as the manifest has it.
  public let sha256: String
  /// The bytes of its elements, little-endian, as stored.
  public let bytes: Data
  /// Its elements in row-major order, widened to float32 where they are narrower.
  public let values: [Float]

  /// Its name, which is what a failing case of a test shows.
  public var description: String { id }

  /// The finite elements in order, in float64.
  public var finite: [Double] {
    values.compactMap { $0.isFinite ? Double($0) : nil }
  }

  /// All tensors, in the order of the manifest.
  public static let all: [Fixture] = {
    do {
      let rows = try JSONDecoder().decode([ManifestRow].self, from: file("manifest.json"))
      return try rows.map(Fixture.init)
    } catch {
      preconditionFailure("the fixtures cannot be read: \(error)")
    }
  }()

  /// The tensor of a name.
  public static func named(_ id: String) -> Fixture {
    guard let fixture = all.first(where: { $0.id == id }) else {
      preconditionFailure("there is no fixture \(id)")
    }
    return fixture
  }

  /// The generated edge cases, all small.
  public static let adversarial = all.filter { $0.id.hasPrefix("adv_") }

  /// The real weights and activations.
  public static let real = all.filter { !$0.id.hasPrefix("adv_") }

  /// The bytes of a file of the fixtures.
  ///
  /// - Throws: what Foundation throws where it cannot be read.
  public static func file(_ path: String) throws -> Data {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try Data(contentsOf: folder.appending(path: "Fixtures").appending(path: path))
  }

  private struct ManifestRow: Decodable {
    let id: String
    let dtype: String
    let shape: [Int]
    let sha256: String

    enum CodingKeys: String, CodingKey {
      case id, dtype, shape
      case sha256 = "sha256_raw_le"
    }
  }

  private init(_ row: ManifestRow) throws {
    id = row.id
    dtype = row.dtype
    shape = row.shape
    sha256 = row.sha256
    bytes = try FixtureArray.elementBytes(of: Fixture.file("tensors/\(row.id).npy"))
    values = FixtureArray.floats(bytes, dtype: row.dtype)
  }
}

/// The least that is needed of the `.npy` format: version 1, little-endian, C order.
enum FixtureArray {
  /// What follows the header.
  static func elementBytes(of file: Data) throws -> Data {
    let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]
    precondition(file.prefix(8).elementsEqual(magic), "a fixture is a .npy file of version 1.0")
    let headerLength = Int(file[file.startIndex + 8]) + Int(file[file.startIndex + 9]) << 8
    let header = String(decoding: file.dropFirst(10).prefix(headerLength), as: UTF8.self)
    precondition(header.contains("'fortran_order': False"), "a fixture is in C order")
    precondition(
      ["'<f4'", "'<f2'", "'<u2'"].contains { header.contains($0) }, "a fixture is little-endian")
    return Data(file.dropFirst(10 + headerLength))
  }

  /// Elements as float32; float16 and bfloat16 widen exactly.
  static func floats(_ bytes: Data, dtype: String) -> [Float] {
    switch dtype {
    case "float32": words(bytes, as: UInt32.self).map { Float(bitPattern: $0) }
    case "float16": words(bytes, as: UInt16.self).map(widened(half:))
    case "bfloat16": words(bytes, as: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    default: preconditionFailure("no fixture has dtype \(dtype)")
    }
  }

  private static func words<Word: FixedWidthInteger>(_ bytes: Data, as: Word.Type) -> [Word] {
    bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / (Word.bitWidth / 8)).map {
        Word(
          littleEndian: buffer.loadUnaligned(
            fromByteOffset: $0 * (Word.bitWidth / 8), as: Word.self))
      }
    }
  }

  /// The value of a float16 from its definition.
  private static func widened(half bits: UInt16) -> Float {
    let exponent = Int(bits >> 10 & 31)
    let fraction = Float(bits & 1023)
    let magnitude: Float =
      switch exponent {
      case 0: fraction * Float(sign: .plus, exponent: -24, significand: 1)
      case 31: fraction == 0 ? .infinity : .nan
      default: (1024 + fraction) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
      }
    return bits >> 15 == 1 ? -magnitude : magnitude
  }
}
