/// A node that says how codes stand for values, with what its attributes say as whole numbers.
struct ONNXQuantizer: Sendable {
  /// The node.
  let node: ONNXNode
  /// The graph or function in which its names mean something.
  let scope: Int
  /// Its attributes that are whole numbers.
  let integers: [String: Int64]

  /// Operators that are not in the table of ``ONNXQuantizedOperator`` and are looked at all the same.
  private static let others: Set<String> = [
    "MatMulInteger", "ConvInteger", "Cast", "Mul", "MatMulNBits", "GatherBlockQuantized",
  ]

  /// The node, if it is one; nil for any other.
  init?(_ node: ONNXNode, scope: Int, in file: MappedFile) throws(ONNXFault) {
    guard Self.others.contains(node.op) || ONNXQuantizedOperator.of(node) != nil else { return nil }
    self.node = node
    self.scope = scope
    var integers: [String: Int64] = [:]
    var isKnown = true
    try node.forEachAttribute(in: file) { attribute throws(ONNXFault) in
      // What an attribute of the function around says differs from call to call.
      isKnown = isKnown && !attribute.isReference
      // No operator that is looked at has nearly as many.
      if integers.count < 16, let integer = attribute.integer {
        integers[attribute.name] = integer
      }
    }
    guard isKnown else { return nil }
    self.integers = integers
  }

  /// The name of an input; nil where it is left out.
  func input(_ place: Int) -> String? {
    guard node.inputs.indices.contains(place), !node.inputs[place].isEmpty else { return nil }
    return node.inputs[place]
  }

  /// What an attribute says, which must be a size; nil where it says none.
  func size(_ name: String, else standard: Int) -> Int? {
    guard let said = integers[name] else { return standard }
    return said > 0 ? Int(exactly: said) : nil
  }
}
