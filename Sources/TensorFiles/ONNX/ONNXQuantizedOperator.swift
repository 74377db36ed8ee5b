/// An operator that says of its inputs how their codes stand for values, by the places of its inputs.
///
/// Source: onnx 1.23.2, `docs/Operators.md`, and ONNX Runtime 1.32.0, `docs/ContribOperators.md`.
struct ONNXQuantizedOperator: Sendable {
  /// The inputs with scales of their own.
  var inputs: [Input] = []
  /// The bias, whose scale is the product of the scales of the two inputs.
  var bias: Int?

  /// An input with codes, and where its scales and zero-points go in.
  struct Input: Sendable {
    let codes: Int
    let scale: Int
    let zeroPoint: Int
    let axis: Axis

    init(_ codes: Int, scale: Int, zeroPoint: Int, _ axis: Axis) {
      self.codes = codes
      self.scale = scale
      self.zeroPoint = zeroPoint
      self.axis = axis
    }
  }

  /// The axis along which there may be several scales.
  enum Axis: Sendable {
    /// What the attribute `axis` says, else the second; groups are allowed too.
    case said
    /// One of the axes, a negative one counted from the end.
    case number(Int)
    /// That of the outputs of the matrix of a `QGemm`.
    case outputs
    /// None: there is one scale.
    case none
  }

  /// The operator of a node; nil where its codes are told some other way, or not at all.
  static func of(_ node: ONNXNode) -> ONNXQuantizedOperator? {
    switch node.domain {
    case "": onnx[node.op]
    case "com.microsoft": microsoft[node.op]
    default: nil
    }
  }

  private static let onnx: [String: ONNXQuantizedOperator] = [
    "DequantizeLinear": .init(inputs: [.init(0, scale: 1, zeroPoint: 2, .said)]),
    "QLinearConv": .init(
      inputs: [
        .init(0, scale: 1, zeroPoint: 2, .none), .init(3, scale: 4, zeroPoint: 5, .number(0)),
      ], bias: 8),
    "QLinearMatMul": .init(
      inputs: [
        .init(0, scale: 1, zeroPoint: 2, .number(-2)),
        .init(3, scale: 4, zeroPoint: 5, .number(-1)),
      ]),
  ]

  private static let sums = ONNXQuantizedOperator(
    inputs: [.init(0, scale: 1, zeroPoint: 2, .none), .init(3, scale: 4, zeroPoint: 5, .none)])

  private static let microsoft: [String: ONNXQuantizedOperator] = [
    "DequantizeLinear": .init(inputs: [.init(0, scale: 1, zeroPoint: 2, .said)]),
    "QGemm": .init(
      inputs: [
        .init(0, scale: 1, zeroPoint: 2, .none), .init(3, scale: 4, zeroPoint: 5, .outputs),
      ], bias: 6),
    "QLinearAdd": sums, "QLinearMul": sums,
    "QLinearConv": .init(
      inputs: [
        .init(0, scale: 1, zeroPoint: 2, .none), .init(3, scale: 4, zeroPoint: 5, .number(0)),
      ], bias: 8),
    "DynamicQuantizeMatMul": .init(inputs: [.init(1, scale: 2, zeroPoint: 3, .number(-1))]),
    "MatMulIntegerToFloat": .init(
      inputs: [
        .init(0, scale: 2, zeroPoint: 4, .none), .init(1, scale: 3, zeroPoint: 5, .number(-1)),
      ]),
    "QAttention": .init(inputs: [.init(1, scale: 4, zeroPoint: 7, .number(-1))]),
  ]
}
