import QuantizationEngine

extension NumberFormat {
  /// Integers, rounded to nearest: qviz's own, and those of the tools that make checkpoints.
  static let integerFormats: [NumberFormat] =
    family([8, 4, 3, 2], [.symmetric, .asymmetric], everyShape, .standard, "")
    + family([8, 4], [.symmetric, .asymmetric], everyShape, .torchAO, ":torchao")
    + family([8, 4], [.symmetric], everyShape, .torchAOWithoutClipping, ":torchao-no-clipping")
    + family(
      [8, 4], [.symmetric, .asymmetric], everyShape, .compressedTensors(.float32),
      ":compressed-tensors")
    + family(
      [8, 4], [.symmetric, .asymmetric], everyShape, .compressedTensors(.bfloat16),
      ":compressed-tensors-bf16")
    + family(
      [8, 4], [.symmetric, .asymmetric], everyShape, .compressedTensors(.float16),
      ":compressed-tensors-f16")
    + family([8, 4, 3, 2], [.symmetric, .asymmetric], rowShapes, .gptq, ":gptq")
    + family([4], [.asymmetric], groupShapes, .awq, ":awq")

  /// What shares a scale, and how it is called.
  private typealias Shape = (name: String, shape: BlockShape)

  private static let groupShapes: [Shape] = [
    (":g32", .row(32)), (":g64", .row(64)), (":g128", .row(128)),
  ]
  private static let rowShapes: [Shape] = [(":channel", .channel)] + groupShapes
  private static let everyShape: [Shape] = [("", .tensor)] + rowShapes

  private static func family(
    _ bitWidths: [Int], _ symmetries: [Symmetry], _ shapes: [Shape], _ tool: IntegerTool,
    _ suffix: String
  ) -> [NumberFormat] {
    bitWidths.flatMap { bitWidth in
      symmetries.flatMap { symmetry in
        shapes.map { shape in
          let zero = symmetry == .asymmetric ? "-asym" : ""
          let name = "int\(bitWidth)\(zero)\(shape.name)\(suffix)"
          let coder = IntegerCoder(bitWidth, symmetry, tool)
          guard case .row = shape.shape else {
            return NumberFormat(name, shape.shape, coder, source: tool.source)
          }
          return NumberFormat(name, shape.shape, GroupCoder(coder), source: tool.source)
        }
      }
    }
  }
}

extension IntegerTool {
  /// Whose arithmetic it is, in a line.
  fileprivate var source: String {
    switch self {
    case .standard: "qviz: the scale in float32"
    case .torchAO: "torchao 0.18.0, choose_qparams_affine"
    case .torchAOWithoutClipping: "torchao 0.18.0, SYMMETRIC_NO_CLIPPING_ERR"
    case .compressedTensors(.float32): "compressed-tensors 0.20.0, of float32 weights"
    case .compressedTensors(let type): "compressed-tensors 0.20.0, of \(type.rawValue) weights"
    case .gptq: "GPTQ's quantizer without its search: auto-gptq 0.7.1, gptqmodel 7.7.0"
    case .awq: "AWQ's quantizer without its searches: AutoAWQ 0.2.9"
    case .dynamicFixedPoint: "Ristretto (arXiv 1605.06402)"
    case .unitFixedPoint: "fixed point on [-1, 1)"
    }
  }
}
