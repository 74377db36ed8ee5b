import Foundation

@testable import TensorFiles

/// A checkpoint of some parts, written out by hand.
struct CheckpointBytes {
  /// A tensor: its name, its type as safetensors calls it, its shape and its bytes.
  struct Part {
    var name: String
    var type: String
    var shape: [Int]
    var bytes: [UInt8]
  }

  var parts: [Part]

  /// Those of a file of safetensors.
  init(_ data: Data) throws {
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONSerialization.jsonObject(with: data[8..<8 + length]) as? [String: Any]
    parts = (header ?? [:]).sorted { $0.key < $1.key }.compactMap { name, value in
      guard let entry = value as? [String: Any], let type = entry["dtype"] as? String,
        let shape = entry["shape"] as? [Int], let range = entry["data_offsets"] as? [Int]
      else { return nil }
      let bytes = data[8 + length + range[0]..<8 + length + range[1]]
      return Part(name: name, type: type, shape: shape, bytes: Array(bytes))
    }
  }

  /// Some parts of zeros, by their name, type and shape.
  init(zeros parts: [(String, String, [Int])]) {
    self.parts = parts.map { name, type, shape in
      let bits = SafetensorsType(rawValue: type)?.bitCount ?? 8
      return Part(
        name: name, type: type, shape: shape,
        bytes: Array(repeating: 0, count: shape.reduce(1, *) * bits / 8))
    }
  }

  /// The file.
  var bytes: [UInt8] {
    var members: [String] = []
    var values: [UInt8] = []
    for part in parts {
      let end = values.count + part.bytes.count
      members.append(
        SafetensorsBytes.member(part.name, part.type, part.shape, [values.count, end]))
      values += part.bytes
    }
    return SafetensorsBytes(members, values: values).bytes
  }

  /// The part of a name.
  subscript(name: String) -> Part? {
    get { parts.first { $0.name == name } }
    set {
      parts.removeAll { $0.name == name }
      if let newValue { parts.append(newValue) }
    }
  }
}
