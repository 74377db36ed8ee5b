import ModelComparison
import Testing

@Suite struct TransformCandidateTests {
  private func transforms(
    _ name: String, _ shape: [Int], _ counterpart: String, _ stored: [Int]? = nil,
    _ hints: ArchitectureHints = .none
  ) -> [TensorTransform]? {
    Pairing(
      original: [ComparedTensor(name: name, shape: shape)],
      quantized: [ComparedTensor(name: counterpart, shape: stored ?? shape)], hints: hints
    ).pairs.first?.transforms
  }

  private let query = "model.layers.0.self_attn.q_proj.weight"
  private let key = "model.layers.0.self_attn.k_proj.weight"

  @Test("rows of q and k are interleaved by the heads of each, where the family does so")
  func rotary() {
    let llama = ArchitectureHints(architecture: "llama", headCount: 4, keyValueHeadCount: 2)
    #expect(
      transforms(query, [64, 32], "blk.0.attn_q.weight", nil, llama)
        == [.interleavedRows(heads: 4), .asIs])
    #expect(
      transforms(key, [32, 64], "blk.0.attn_k.weight", nil, llama)
        == [.interleavedRows(heads: 2), .asIs])
    let qwen = ArchitectureHints(architecture: "qwen2", headCount: 4)
    #expect(transforms(query, [64, 32], "blk.0.attn_q.weight", nil, qwen) == [.asIs])
    // Biases have rows too; other tensors of the layer have none that move.
    #expect(
      transforms("model.layers.0.self_attn.q_proj.bias", [64], "blk.0.attn_q.bias", nil, llama)
        == [.interleavedRows(heads: 4), .asIs])
    #expect(
      transforms(
        "model.layers.0.self_attn.v_proj.weight", [64, 32], "blk.0.attn_v.weight", nil, llama)
        == [.asIs])
  }

  @Test("without an architecture everything that may have happened is tried, nothing first")
  func unknown() {
    let tried = transforms(query, [256, 32], "blk.0.attn_q.weight")
    #expect(tried?.first == .asIs)
    #expect(tried?.compactMap(\.headCount) == [2, 4, 1, 8])
    #expect(
      transforms("model.layers.0.input_layernorm.weight", [32], "blk.0.attn_norm.weight")
        == [.asIs, .plusOne])
  }

  @Test("two models of one naming have nothing converted between them")
  func oneNaming() {
    let llama = ArchitectureHints(architecture: "llama", headCount: 4)
    #expect(transforms(query, [64, 32], query, nil, llama) == [.asIs])
    #expect(
      transforms("blk.0.attn_q.weight", [64, 32], "blk.0.attn_q.weight", nil, llama) == [.asIs])
  }

  @Test("from GGUF to another naming rows are put back, and 1 is taken away")
  func backwards() {
    let llama = ArchitectureHints(architecture: "llama", headCount: 4, keyValueHeadCount: 2)
    #expect(
      transforms("blk.0.attn_q.weight", [64, 32], query, nil, llama)
        == [.separatedRows(heads: 4), .asIs])
    #expect(
      transforms("blk.0.attn_k.weight", [32, 64], key, nil, llama)
        == [.separatedRows(heads: 2), .asIs])
    let gemma = ArchitectureHints(architecture: "gemma2")
    #expect(
      transforms(
        "blk.0.attn_norm.weight", [32], "model.layers.0.input_layernorm.weight", nil, gemma)
        == [.minusOne, .asIs])
  }

  @Test("norms of Gemma have 1 added, its other tensors have not")
  func gemma() {
    let hints = ArchitectureHints(architecture: "gemma3_text")
    #expect(
      transforms("model.norm.weight", [32], "output_norm.weight", nil, hints) == [.plusOne, .asIs])
    #expect(
      transforms("model.embed_tokens.weight", [9, 32], "token_embd.weight", nil, hints) == [.asIs])
    let llama = ArchitectureHints(architecture: "llama")
    #expect(transforms("model.norm.weight", [32], "output_norm.weight", nil, llama) == [.asIs])
  }

  @Test("state-space models store −exp of A_log")
  func stateSpace() {
    #expect(
      transforms("backbone.layers.0.mixer.A_log", [16, 4], "blk.0.ssm_a")
        == [.negatedExponential, .asIs])
    // An axis of length 1 in between changes nothing.
    #expect(
      transforms(
        "backbone.layers.0.mixer.conv1d.weight", [16, 1, 4], "blk.0.ssm_conv1d.weight", [16, 4])
        == [.asIs])
  }

  @Test("exchanged axes are seen in the shape, and in squares tried")
  func exchangedAxes() {
    let gpt = ArchitectureHints(architecture: "gpt2", headCount: 2)
    #expect(
      transforms("h.0.attn.c_attn.weight", [16, 48], "blk.0.attn_qkv.weight", [48, 16], gpt)
        == [.transposed])
    #expect(
      transforms("h.0.attn.c_proj.weight", [16, 16], "blk.0.attn_output.weight", nil, gpt)
        == [.transposed, .asIs])
    #expect(transforms("w", [16, 16], "w_quantized") == [.asIs, .transposed])
    #expect(transforms("w", [16, 16], "w") == [.asIs])
    #expect(transforms("w", [16, 3], "w_quantized", [3, 16]) == [.transposed])
    #expect(transforms("w", [8, 4, 3, 3], "w", [8, 3, 3, 4]) == [.channelsLast])
    // The same number of elements in another shape is read in the same order.
    #expect(transforms("w", [16, 3], "w", [48]) == [.asIs])
  }

  @Test("GPT-NeoX has q, k and v together by head")
  func grouped() {
    let hints = ArchitectureHints(architecture: "gpt_neox", headCount: 2)
    let name = "gpt_neox.layers.0.attention.query_key_value"
    #expect(
      transforms("\(name).weight", [24, 8], "blk.0.attn_qkv.weight", nil, hints)
        == [.groupedRows(heads: 2), .asIs])
    #expect(
      transforms("\(name).bias", [24], "blk.0.attn_qkv.bias", nil, hints)
        == [.groupedRows(heads: 2), .asIs])
  }
}
