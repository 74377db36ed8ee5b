/// The bytes of ONNX messages, put together field by field, so that any of them can be wrong.
enum ONNXBytes {
  /// A whole number of seven bits a byte.
  static func varint(_ value: UInt64) -> [UInt8] {
    var value = value
    var bytes: [UInt8] = []
    while value > 0x7F {
      bytes.append(UInt8(value & 0x7F) | 0x80)
      value >>= 7
    }
    return bytes + [UInt8(value)]
  }

  /// A field that is a whole number.
  static func field(_ number: Int, _ value: Int64) -> [UInt8] {
    varint(UInt64(number) << 3) + varint(UInt64(bitPattern: value))
  }

  /// A field that is bytes: a text, a message, or numbers.
  static func field(_ number: Int, _ bytes: [UInt8]) -> [UInt8] {
    varint(UInt64(number) << 3 | 2) + varint(UInt64(bytes.count)) + bytes
  }

  /// A field that is a text.
  static func field(_ number: Int, _ text: String) -> [UInt8] { field(number, Array(text.utf8)) }

  /// A tensor of a type and a shape, and more fields.
  static func tensor(
    _ name: String, type: Int64 = 1, _ dimensions: [Int64] = [], _ rest: [UInt8] = []
  ) -> [UInt8] {
    dimensions.flatMap { field(1, $0) } + field(2, type) + field(8, name) + rest
  }

  /// A tensor of bytes, its values in them.
  static func bytes(_ name: String, _ values: [UInt8]) -> [UInt8] {
    tensor(name, type: 2, [Int64(values.count)], field(9, values))
  }

  /// A tensor of bytes whose values lie in another file.
  static func external(
    _ name: String, count: Int64, _ entries: [(String, String)]
  ) -> [UInt8] {
    tensor(
      name, type: 2, [count],
      entries.flatMap { field(13, field(1, $0.0) + field(2, $0.1)) } + field(14, 1))
  }

  /// A node with attributes.
  static func node(
    _ op: String, _ inputs: [String] = [], _ outputs: [String] = ["y"],
    attributes: [[UInt8]] = []
  ) -> [UInt8] {
    inputs.flatMap { field(1, $0) } + outputs.flatMap { field(2, $0) } + field(4, op)
      + attributes.flatMap { field(5, $0) }
  }

  /// A model of some nodes and initializers.
  static func model(nodes: [[UInt8]] = [], _ initializers: [[UInt8]] = []) -> [UInt8] {
    field(1, 10) + field(7, graph(nodes: nodes, initializers))
  }

  /// A graph of some nodes and initializers.
  static func graph(nodes: [[UInt8]] = [], _ initializers: [[UInt8]] = []) -> [UInt8] {
    nodes.flatMap { field(1, $0) } + field(2, "g") + initializers.flatMap { field(5, $0) }
  }
}
