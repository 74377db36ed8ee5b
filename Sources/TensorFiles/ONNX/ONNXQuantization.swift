import QuantizationEngine

/// The tensors of a model whose codes stand for values, as its nodes say.
///
/// What several nodes say differently about the same codes is believed of none: they are listed as
/// codes. So are those whose scales are computed, or do not fit.
struct ONNXQuantization {
  /// All tensors, as they are stored.
  private let tensors: [StoredTensor]
  private let scopes: [ONNXScope]
  private var found: [Int: Finding] = [:]

  /// How many scales of a bias are computed when a model is opened; more channels has none.
  private static let productLimit = 1 << 20

  /// What is known of codes: a tensor and how it came about, or that nodes do not agree.
  private enum Finding {
    case agreed(Statement, StoredTensor)
    case disputed
  }

  /// What a node says about codes; two that say the same are equal.
  struct Statement: Hashable {
    /// Where in the list the codes are.
    let codes: Int
    /// Where the scales are; two where the scale is a product.
    let scales: [Int]
    /// Where the zero-points are; nil where they are all one number.
    let zeroPoints: Int?
    /// What shares a scale.
    let granularity: Granularity
    /// How a value is computed.
    let product: DequantizingProduct
    /// The codes as they are to be read.
    let shape: [Int]
  }

  /// The tensors of a model as its nodes say that they are meant.
  static func applied(
    to tensors: [StoredTensor], _ scopes: [ONNXScope], _ nodes: [ONNXQuantizer]
  ) -> [StoredTensor] {
    var quantization = ONNXQuantization(tensors: tensors, scopes: scopes)
    for node in nodes {
      if let meaning = ONNXQuantizedOperator.of(node.node) {
        for input in meaning.inputs { quantization.state(input, of: node) }
        quantization.stateBias(meaning, of: node)
      }
      quantization.stateBlocks(of: node)
    }
    quantization.stateProducts(ONNXIntegerProducts(nodes))
    var tensors = tensors
    for (index, finding) in quantization.found {
      if case .agreed(_, let tensor) = finding { tensors[index] = tensor }
    }
    return tensors
  }

  private init(tensors: [StoredTensor], scopes: [ONNXScope]) {
    self.tensors = tensors
    self.scopes = scopes
  }

  /// Where in the list the tensor is that a name means in a scope.
  func position(_ name: String?, _ scope: Int) -> Int? {
    guard let name else { return nil }
    var next: Int? = scope
    while let scope = next {
      if let position = scopes[scope].positions[ExactText(name)] { return position }
      next = scopes[scope].around
    }
    return nil
  }

  /// A tensor in the list, unless it is not read.
  func tensor(_ position: Int) -> StoredTensor? {
    if case .unread = tensors[position].form { nil } else { tensors[position] }
  }

  /// Takes down what a node says.
  mutating func state(_ statement: Statement, _ tensor: StoredTensor) {
    switch found[statement.codes] {
    case nil: found[statement.codes] = .agreed(statement, tensor)
    case .agreed(let earlier, _) where earlier == statement: return
    case .agreed, .disputed: found[statement.codes] = .disputed
    }
  }

  // MARK: An input with scales of its own

  private mutating func state(_ input: ONNXQuantizedOperator.Input, of node: ONNXQuantizer) {
    guard let codes = position(node.input(input.codes), node.scope),
      let scale = position(node.input(input.scale), node.scope)
    else { return }
    let zeroPoint = node.input(input.zeroPoint)
    let zeroPoints = position(zeroPoint, node.scope)
    // A zero-point that is computed is not known.
    guard (zeroPoint == nil) == (zeroPoints == nil),
      let granularity = granularity(input, of: node, codes: codes, scale: scale)
    else { return }
    state(
      codes, scales: scale, zeroPoints: zeroPoints, granularity,
      product(of: node, scale: scale))
  }

  /// Takes down an encoding whose scales and zero-points are tensors of the model.
  mutating func state(
    _ codes: Int, scales: Int, zeroPoints: Int?, _ granularity: Granularity,
    _ product: DequantizingProduct?
  ) {
    guard let stored = tensor(codes), let scale = tensor(scales), let product,
      scale.description.elementType.isScaleOfONNX, stored.description.elementType.isCodeOfONNX
    else { return }
    var zero = BlockNumbers.all(0)
    if let zeroPoints {
      guard let tensor = tensor(zeroPoints),
        tensor.description.elementType == stored.description.elementType
      else { return }
      zero = .stored(tensor)
    }
    let description = stored.description
    guard
      let encoding = StoredEncoding(
        codeType: description.elementType, granularity: granularity, shape: description.shape,
        scales: .stored(scale), zeroPoints: zero, product: product)
    else { return }
    let statement = Statement(
      codes: codes, scales: [scales], zeroPoints: zeroPoints, granularity: granularity,
      product: product, shape: description.shape)
    state(statement, StoredTensor(quantized: stored, by: encoding))
  }

  /// What shares a scale, by the scales' own shape.
  private func granularity(
    _ input: ONNXQuantizedOperator.Input, of node: ONNXQuantizer, codes: Int, scale: Int
  ) -> Granularity? {
    let shape = tensors[codes].description.shape
    let scales = tensors[scale].description.shape
    var axis: Int
    switch input.axis {
    case .none: axis = -1
    case .number(let number): axis = number
    case .outputs: axis = node.integers["transB"] ?? 0 == 0 ? -1 : 0
    case .said:
      axis = Int(clamping: node.integers["axis"] ?? 1)
      let size = node.integers["block_size"] ?? 0
      if size != 0 {
        guard size > 0 else { return nil }
        let axis = axis < 0 ? axis + shape.count : axis
        let granularity = Granularity.perGroup(axis: axis, size: Int(clamping: size))
        let layout = try? BlockLayout(shape: shape, granularity: granularity)
        return layout?.blockShape == scales ? granularity : nil
      }
    }
    if scales == [] || scales == [1] { return .perTensor }
    if axis < 0 { axis += shape.count }
    if case .none = input.axis { return nil }
    guard scales.count == 1, shape.indices.contains(axis), shape[axis] == scales[0] else {
      return nil
    }
    return .perChannel(axis: axis)
  }

  /// What a value is rounded to: the type that comes out, which is that of the scales if none is said.
  private func product(of node: ONNXQuantizer, scale: Int) -> DequantizingProduct? {
    let isSaid = node.node.op == "DequantizeLinear"
    let said = isSaid ? node.integers["output_dtype"] ?? 0 : 0
    let type = said == 0 ? nil : ONNXType(number: Int32(clamping: said))
    return switch type ?? .real(tensors[scale].description.elementType) {
    case .real(.float16): .float16
    case .real(.bfloat16): .bfloat16
    // A scale that is a power of two has no type for values.
    case .real(.float32), .real(.float8E8M0FNU): .float32
    default: nil
    }
  }

  // MARK: A bias

  /// Takes down what a bias of 32 bits stands for: its scale is that of a product of the two inputs.
  private mutating func stateBias(_ meaning: ONNXQuantizedOperator, of node: ONNXQuantizer) {
    guard let bias = meaning.bias, let codes = position(node.input(bias), node.scope),
      let stored = tensor(codes), stored.description.elementType == .int32,
      stored.description.shape.count == 1, node.integers["alpha"] == nil
    else { return }
    let places = meaning.inputs.compactMap { position(node.input($0.scale), node.scope) }
    let numbers = places.compactMap(tensor).map { ($0, $0.description.elementCount) }
    guard numbers.count == 2, numbers[0].1 == 1, numbers[1].1 <= Self.productLimit,
      let input = try? BlockNumbers.stored(numbers[0].0).numbers(of: 0..<1),
      let weights = try? BlockNumbers.stored(numbers[1].0).numbers(of: 0..<numbers[1].1)
    else { return }
    let product = weights.map { input[0] * $0 }
    let granularity = product.count == 1 ? Granularity.perTensor : .perChannel(axis: 0)
    guard
      let encoding = StoredEncoding(
        codeType: .int32, granularity: granularity, shape: stored.description.shape,
        scales: product)
    else { return }
    let statement = Statement(
      codes: codes, scales: places, zeroPoints: nil, granularity: granularity, product: .float32,
      shape: stored.description.shape)
    state(statement, StoredTensor(quantized: stored, by: encoding))
  }
}

extension ElementType {
  /// Whether ONNX has scales of the type.
  var isScaleOfONNX: Bool {
    [.float32, .float16, .bfloat16, .float8E8M0FNU].contains(self)
  }

  /// Whether ONNX has codes of the type.
  var isCodeOfONNX: Bool {
    switch self {
    case .int2, .uint2, .int4, .uint4, .int8, .uint8, .int16, .uint16, .int32, .float4E2M1FN,
      .float8E4M3FN, .float8E4M3FNUZ, .float8E5M2, .float8E5M2FNUZ:
      true
    default: false
    }
  }
}
