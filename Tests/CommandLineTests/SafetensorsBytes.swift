import Foundation

/// A file of safetensors with float32 tensors, as its description says it is laid out.
enum SafetensorsBytes {
  /// The bytes of a file.
  static func file(_ tensors: [(name: String, shape: [Int], values: [Float])]) throws -> Data {
    var header: [String: Any] = [:]
    var place = 0
    for tensor in tensors {
      let end = place + 4 * tensor.values.count
      header[tensor.name] = [
        "dtype": "F32", "shape": tensor.shape, "data_offsets": [place, end],
      ]
      place = end
    }
    let text = try JSONSerialization.data(withJSONObject: header)
    var file = Data()
    withUnsafeBytes(of: UInt64(text.count).littleEndian) { file.append(contentsOf: $0) }
    file.append(text)
    for value in tensors.flatMap(\.values) {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { file.append(contentsOf: $0) }
    }
    return file
  }
}
