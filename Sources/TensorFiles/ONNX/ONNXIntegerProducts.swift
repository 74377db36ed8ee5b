import QuantizationEngine

/// The products of integers in a model, with the scales that its nodes multiply them by afterwards.
///
/// A model that was quantized without knowing its activations computes
///
///     y = Cast(MatMulInteger(a, w, …)) · (aScale · wScale)
///
/// so that the scale of the weights `w` is what is multiplied by the scale of `a`, itself computed.
struct ONNXIntegerProducts {
  /// The products.
  private let products: [ONNXQuantizer]
  /// The output of a cast, by what goes into it.
  private var casts: [Name: String] = [:]
  /// The inputs of multiplications, by each of their inputs.
  private var factors: [Name: [String]] = [:]
  /// The inputs of a multiplication, by its output.
  private var operands: [Name: [String]] = [:]

  /// A name in a scope.
  private struct Name: Hashable {
    let name: ExactText
    let scope: Int

    init(_ name: String, _ scope: Int) {
      self.name = ExactText(name)
      self.scope = scope
    }
  }

  /// The products among some nodes.
  init(_ nodes: [ONNXQuantizer]) {
    products = nodes.filter {
      $0.node.domain.isEmpty && ["MatMulInteger", "ConvInteger"].contains($0.node.op)
    }
    guard !products.isEmpty else { return }
    for node in nodes where node.node.domain.isEmpty {
      guard let output = node.node.output else { continue }
      if node.node.op == "Cast", let input = node.input(0) {
        casts[Name(input, node.scope)] = output
      } else if node.node.op == "Mul", node.node.inputs.count == 2 {
        operands[Name(output, node.scope)] = node.node.inputs
        for (input, other) in zip(node.node.inputs, node.node.inputs.reversed()) {
          factors[Name(input, node.scope), default: []].append(other)
        }
      }
    }
  }

  /// Calls `body` with each product and the names of what its result is multiplied by, one of them the
  /// scale of the weights.
  func forEach(_ body: (_ product: ONNXQuantizer, _ factors: [String]) -> Void) {
    for product in products {
      guard let output = product.node.output,
        let cast = casts[Name(output, product.scope)],
        let factor = factors[Name(cast, product.scope)], factor.count == 1
      else { continue }
      body(product, operands[Name(factor[0], product.scope)] ?? [])
    }
  }
}
