import ModelComparison
import QuantizationEngine
import Testing

@Suite struct InputNormTests {
  private func tensor(_ name: String, _ shape: [Int]) -> ComparedTensor {
    ComparedTensor(name: name, shape: shape, elementType: .float32)
  }

  @Test("the norm before a matrix is that of its layer, and has as many numbers as it has columns")
  func norms() throws {
    let tensors =
      (0..<2).flatMap { layer in
        let stem = "model.layers.\(layer)."
        return [
          tensor(stem + "input_layernorm.weight", [8]),
          tensor(stem + "self_attn.q_proj.weight", [16, 8]),
          tensor(stem + "self_attn.o_proj.weight", [8, 16]),
          tensor(stem + "post_attention_layernorm.weight", [8]),
          tensor(stem + "mlp.gate_proj.weight", [12, 8]),
          tensor(stem + "mlp.up_proj.weight", [12, 9]),
          tensor(stem + "mlp.down_proj.weight", [8, 12]),
        ]
      } + [tensor("lm_head.weight", [20, 8])]
    let pairing = Pairing(original: tensors, quantized: tensors)
    let norms = InputNorms(pairing)
    let found = pairing.pairs.compactMap { pair in
      norms.norm(before: pair).map { "\(pair.name) after \($0.name)" }
    }
    #expect(
      found == [
        "model.layers.0.self_attn.q_proj.weight after model.layers.0.input_layernorm.weight",
        "model.layers.0.mlp.gate_proj.weight after model.layers.0.post_attention_layernorm.weight",
        "model.layers.1.self_attn.q_proj.weight after model.layers.1.input_layernorm.weight",
        "model.layers.1.mlp.gate_proj.weight after model.layers.1.post_attention_layernorm.weight",
      ])
    #expect(pairing.pairs.allSatisfy { InputNorms.none.norm(before: $0) == nil })
  }

  @Test("a norm holds scales where it was changed beyond rounding, and by factors above zero")
  func scales() throws {
    let scales = try #require(
      FoldedScales(norm: "n", original: [1, 2, 4], stored: [1, 1, 8]))
    #expect(scales.factors == [1, 0.5, 2])
    #expect(scales.transform == .foldedColumns(norm: "n"))
    let stored = ValueSource([1, 2, 3, 4, 5, 6])
    #expect(
      stored.multiplied(byColumn: scales.factors).values(0..<6) == [1, 1, 6, 4, 2.5, 12])
    #expect(stored.multiplied(byColumn: scales.factors).values(2..<5) == [6, 4, 2.5])
    #expect(FoldedScales(norm: "n", original: [1, 2], stored: [1, 2.001]) == nil)
    #expect(FoldedScales(norm: "n", original: [1, 0], stored: [2, 1]) == nil)
    #expect(FoldedScales(norm: "n", original: [1, 2], stored: [-1, 2]) == nil)
    #expect(FoldedScales(norm: "n", original: [1], stored: [1, 2]) == nil)
    #expect(FoldedScales(norm: "n", original: [], stored: []) == nil)
  }
}
