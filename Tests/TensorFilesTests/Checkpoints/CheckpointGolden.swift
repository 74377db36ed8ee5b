import Foundation

/// What `values.json` says of a layer of a checkpoint.
struct CheckpointGolden: Decodable, Sendable {
  /// What the tool's own library reads.
  struct Library: Decodable, Sendable {
    let by: String
    let dtype: String
    let sha256: String
    let first8: [GoldenNumber]

    enum CodingKeys: String, CodingKey {
      case by, dtype, first8
      case sha256 = "sha256_f32_le"
    }
  }

  let file: String
  let original: String
  let tensors: [String]
  let shape: [Int]
  let bytes: Int
  let bitsPerValue: Double
  let library: Library
  /// The hash of the products that are not rounded, where it is another.
  let float32: String?
  /// How many heads the rows of a query or a key are of, where they are interleaved.
  let heads: Int?

  /// The norm that a scale of the columns was multiplied into, and its values before that.
  struct Norm: Decodable, Sendable {
    let name: String
    let original: [Float]
  }

  let norm: Norm?

  enum CodingKeys: String, CodingKey {
    case file, original, tensors, shape, bytes, library, float32, heads, norm
    case bitsPerValue = "bits_per_value"
  }
}

/// A tool's checkpoint: its case and its layers.
struct CheckpointCase: Decodable, Sendable, CustomStringConvertible {
  let `case`: String
  let tool: String
  let layers: [CheckpointGolden]

  var description: String { `case` }

  /// All of them.
  static func all() throws -> [CheckpointCase] {
    struct Contents: Decodable { let cases: [CheckpointCase] }
    let fixtures = LibraryFixtures("checkpoints")
    return try JSONDecoder().decode(Contents.self, from: fixtures.data("values.json")).cases
  }
}

/// A number of JSON, or a word for one that JSON has not.
struct GoldenNumber: Decodable, Sendable {
  let value: Float

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let word = try? container.decode(String.self) {
      value = word == "NaN" ? .nan : word == "Infinity" ? .infinity : -.infinity
    } else {
      value = Float(try container.decode(Double.self))
    }
  }
}
