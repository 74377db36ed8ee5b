import Testing

@testable import TensorFiles

/// A safetensors file written out by hand, right or wrong.
struct SafetensorsBytes {
  var header: String
  var values: [UInt8] = []
  /// What the length field says, if not the truth.
  var claimedLength: UInt64?

  /// The bytes of the file.
  var bytes: [UInt8] {
    let text = Array(header.utf8)
    let length = claimedLength ?? UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text + values
  }

  /// The member of one tensor.
  static func member(_ name: String, _ type: String, _ shape: [Int], _ offsets: [Int]) -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  /// A file with the members of some tensors in its header.
  init(_ members: [String], values: [UInt8] = [], claimedLength: UInt64? = nil) {
    self.init(
      header: "{" + members.joined(separator: ",") + "}", values: values,
      claimedLength: claimedLength)
  }

  init(header: String, values: [UInt8] = [], claimedLength: UInt64? = nil) {
    self.header = header
    self.values = values
    self.claimedLength = claimedLength
  }

  /// A file with one tensor of bytes.
  static func bytes(_ name: String, _ values: [UInt8]) -> SafetensorsBytes {
    SafetensorsBytes(
      [member(name, "U8", [values.count], [0, values.count])], values: values)
  }
}

extension TensorFile {
  /// The position of the tensor with a name, scalar by scalar.
  func position(of name: String) throws -> Int {
    try #require(tensors.firstIndex { ExactText($0.name) == ExactText(name) })
  }
}
