import QuantizationEngine

/// The graph of a model of quantized tensors: for each its nodes, initializers, input and output.
struct QuantizedONNXGraph {
  private var nodes: [ProtobufMessage] = []
  private var initializers: [ProtobufMessage] = []
  private var inputs: [ProtobufMessage] = []
  private var outputs: [ProtobufMessage] = []

  /// The graph as a message, its fields in the order of their numbers.
  var message: ProtobufMessage {
    var graph = ProtobufMessage()
    for node in nodes { graph.add(1, message: node) }
    graph.add(2, text: "quantized")
    for initializer in initializers { graph.add(5, message: initializer) }
    for input in inputs { graph.add(11, message: input) }
    for output in outputs { graph.add(12, message: output) }
    return graph
  }

  /// Adds what a tensor is made of.
  ///
  /// - Parameters:
  ///   - tensor: The tensor.
  ///   - layout: How its elements fall into blocks.
  ///   - index: Its place in the document.
  ///   - type: The type of its codes.
  mutating func add(
    _ tensor: TensorEncodings, _ layout: BlockLayout, at index: Int, as type: QuantizedONNXType
  ) {
    let name = tensor.name
    let parameters = ["\(name)_quantized", "\(name)_scale", "\(name)_zero_point"]
    let isActivation = tensor.role == .activation
    let output = isActivation ? "\(name)_dequantized" : name
    if isActivation {
      nodes.append(
        Self.node(
          "QuantizeLinear", [name] + parameters.dropFirst(), parameters[0], tensor.granularity))
      inputs.append(Self.value(name, layout.shape))
    } else {
      initializers.append(
        Self.tensor(
          parameters[0], type.number, layout.shape, .codes(tensor: index, type.element),
          byteCount: PackedCodes.byteCount(layout.elementCount, type.element)))
    }
    nodes.append(Self.node("DequantizeLinear", parameters, output, tensor.granularity))
    outputs.append(Self.value(output, layout.shape))
    let (blocks, count) = (layout.blockShape, tensor.encodings.count)
    initializers.append(
      Self.tensor(
        parameters[1], QuantizedONNXType.float, blocks, .scales(tensor: index),
        byteCount: 4 * count))
    initializers.append(
      Self.tensor(
        parameters[2], type.number, blocks, .zeroPoints(tensor: index, type.element),
        byteCount: PackedCodes.byteCount(count, type.element)))
  }

  /// A NodeProto.
  private static func node(
    _ operation: String, _ inputs: [String], _ output: String, _ granularity: Granularity
  ) -> ProtobufMessage {
    var node = ProtobufMessage()
    for input in inputs { node.add(1, text: input) }
    node.add(2, text: output)
    node.add(4, text: operation)
    switch granularity {
    case .perTensor: break
    case .perChannel(let axis): node.add(5, message: attribute("axis", axis))
    case .perGroup(let axis, let size):
      node.add(5, message: attribute("axis", axis))
      node.add(5, message: attribute("block_size", size))
    }
    return node
  }

  /// An AttributeProto of a whole number.
  private static func attribute(_ name: String, _ number: Int) -> ProtobufMessage {
    let wholeNumber = 2
    var attribute = ProtobufMessage()
    attribute.add(1, text: name)
    attribute.add(3, number: number)
    attribute.add(20, number: wholeNumber)
    return attribute
  }

  /// A TensorProto with raw values.
  private static func tensor(
    _ name: String, _ type: Int, _ shape: [Int], _ part: QuantizedPart, byteCount: Int
  ) -> ProtobufMessage {
    var tensor = ProtobufMessage()
    for dimension in shape { tensor.add(1, number: dimension) }
    tensor.add(2, number: type)
    tensor.add(8, text: name)
    tensor.add(9, part: part, byteCount: byteCount)
    return tensor
  }

  /// A ValueInfoProto of float32.
  private static func value(_ name: String, _ shape: [Int]) -> ProtobufMessage {
    var dimensions = ProtobufMessage()
    for length in shape {
      var dimension = ProtobufMessage()
      dimension.add(1, number: length)
      dimensions.add(1, message: dimension)
    }
    var tensor = ProtobufMessage()
    tensor.add(1, number: QuantizedONNXType.float)
    tensor.add(2, message: dimensions)
    var type = ProtobufMessage()
    type.add(1, message: tensor)
    var value = ProtobufMessage()
    value.add(1, text: name)
    value.add(2, message: type)
    return value
  }
}
