import ModelComparison
import QuantizationEngine
import TestSupport
import Testing

@Suite struct PairingTests {
  private func tensor(_ name: String, _ shape: [Int]) -> ComparedTensor {
    ComparedTensor(name: name, shape: shape)
  }

  /// Each tensor of either side is in exactly one pair or in one list.
  private func expectPartition(_ pairing: Pairing) {
    let ours = pairing.pairs.flatMap(\.original) + pairing.onlyInOriginal.map(\.index)
    let theirs = pairing.pairs.flatMap(\.quantized) + pairing.onlyInQuantized.map(\.index)
    #expect(ours.sorted() == Array(pairing.original.indices))
    #expect(theirs.sorted() == Array(pairing.quantized.indices))
  }

  @Test("the surest match wins: an equal name before a name without its ending")
  func priority() {
    let pairing = Pairing(
      original: [tensor("a.weight", [4, 4])],
      quantized: [tensor("a.weight_quantized", [4, 4]), tensor("a.weight", [4, 4])])
    #expect(pairing.pairs.map(\.counterpart) == ["a.weight"])
    #expect(pairing.pairs.map(\.match) == [.name])
    expectPartition(pairing)
  }

  @Test("names that a tool joined with semicolons are each of them")
  func joined() {
    let pairing = Pairing(
      original: [tensor("m/conv/bias", [4]), tensor("m/conv/kernel", [4, 3])],
      quantized: [tensor("m/conv/kernel;m/norm/gamma", [4, 3]), tensor("x;m/conv/bias;y", [4])])
    #expect(pairing.pairs.map(\.counterpart) == ["x;m/conv/bias;y", "m/conv/kernel;m/norm/gamma"])
    expectPartition(pairing)
  }

  @Test("a key that two tensors of a side have pairs neither")
  func ambiguous() {
    let pairing = Pairing(
      original: [tensor("a", [4])], quantized: [tensor("a_Q4", [4]), tensor("a_Q8", [4])])
    #expect(pairing.pairs.isEmpty)
    expectPartition(pairing)
  }

  @Test("a holder that one program has and the other has not does not matter")
  func holders() {
    let pairing = Pairing(
      original: [tensor("model.vision.patch", [4])],
      quantized: [tensor("module.vision.patch", [4])])
    #expect(pairing.pairs.map(\.match) == [.holder])
  }

  @Test("equal names of other sizes are no pair, and say so on both sides")
  func sizes() {
    let pairing = Pairing(
      original: [tensor("a", [4, 3])], quantized: [tensor("a", [4, 5])])
    #expect(pairing.pairs.isEmpty)
    #expect(pairing.onlyInOriginal.map(\.reason) == [.otherSize(counterpart: "a")])
    #expect(pairing.onlyInQuantized.map(\.reason) == [.otherSize(counterpart: "a")])
    // The reason survives what is tried afterwards, and nothing else is paired with them.
    #expect(pairing.matchingRestByShape() == pairing)
  }

  @Test("a padded or cut vocabulary is compared as far as both go", arguments: [5, 11])
  func paddedRows(_ rows: Int) throws {
    let pairing = Pairing(
      original: [tensor("model.embed_tokens.weight", [8, 3])],
      quantized: [tensor("token_embd.weight", [rows, 3])])
    let pair = try #require(pairing.pairs.first)
    #expect(pair.extraRows == rows - 8)
    #expect(pair.comparedCount == min(rows, 8) * 3)
    #expect(pair.transforms == [.asIs])
  }

  @Test("experts one by one are a stack, in the order of their numbers")
  func experts() throws {
    let experts = [2, 0, 1].map {
      tensor("model.layers.3.mlp.experts.\($0).up_proj.weight", [4, 6])
    }
    let stack = tensor("blk.3.ffn_up_exps.weight", [3, 4, 6])
    let pair = try #require(Pairing(original: experts, quantized: [stack]).pairs.first)
    #expect(pair.original == [1, 2, 0])
    #expect(pair.shape == [3, 4, 6])
    #expect(pair.name == "model.layers.3.mlp.experts.*.up_proj.weight")
    // One that is missing leaves open what the stack holds.
    let pairing = Pairing(original: [experts[0], experts[1]], quantized: [stack])
    #expect(pairing.pairs.isEmpty)
    expectPartition(pairing)
  }

  @Test("experts one by one on both sides are paired one by one")
  func expertsOfBoth() {
    let pairing = Pairing(
      original: (0..<3).map {
        tensor("model.layers.0.block_sparse_moe.experts.\($0).w1.weight", [4, 6])
      },
      quantized: [1, 2, 0].map {
        tensor("model.layers.0.mlp.experts.\($0).gate_proj.weight", [4, 6])
      })
    #expect(pairing.pairs.map(\.quantized) == [[2], [0], [1]])
  }

  @Test("q, k and v are paired with the tensor that has all three, on either side")
  func fused() throws {
    let three = ["v", "q", "k"].map {
      tensor("model.layers.1.self_attn.\($0)_proj.weight", [$0 == "q" ? 8 : 4, 6])
    }
    let one = tensor("blk.1.attn_qkv.weight", [16, 6])
    let pair = try #require(Pairing(original: three, quantized: [one]).pairs.first)
    #expect(pair.original == [1, 2, 0] && pair.shape == [16, 6])
    let fused = tensor("model.layers.1.self_attn.qkv_proj.weight", [16, 6])
    let parts = [("k", 4), ("v", 4), ("q", 8)].map {
      tensor("blk.1.attn_\($0.0).weight", [$0.1, 6])
    }
    let split = try #require(Pairing(original: [fused], quantized: parts).pairs.first)
    #expect(split.quantized == [2, 0, 1])
    #expect(split.counterpart == "blk.1.attn_q.weight + blk.1.attn_k.weight + blk.1.attn_v.weight")
  }

  @Test("what has no counterpart says why")
  func reasons() {
    let pairing = Pairing(
      original: [
        tensor("lm_head.weight", [9, 4]), tensor("model.embed_tokens.weight", [9, 4]),
        tensor("model.layers.0.self_attn.rotary_emb.inv_freq", [2]), tensor("extra", [5]),
      ],
      quantized: [
        tensor("token_embd.weight", [9, 4]), tensor("rope_freqs.weight", [2]),
        tensor("extra_2", [6]), tensor("extra_scale", [1]),
      ])
    #expect(pairing.onlyInOriginal.map(\.reason) == [.tied, .derived, .noCounterpart])
    #expect(
      pairing.onlyInQuantized.map(\.reason)
        == [.derived, .noCounterpart, .companion(of: "extra")])
    #expect("\(UnmatchedReason.companion(of: "extra"))" == "belongs to extra")
  }

  @Test("ten thousand tensors, in any order, are paired alike")
  func manyTensors() {
    var generator = SplitMix64(seed: 5)
    let original = (0..<10_000).map { tensor("model.layers.\($0).mlp.up_proj.weight", [4, 2]) }
    let quantized = (0..<10_000).map { tensor("blk.\($0).ffn_up.weight", [4, 2]) }
    let shuffled = quantized.shuffled(using: &generator)
    let pairing = Pairing(original: original, quantized: shuffled)
    #expect(pairing.pairs.count == 10_000)
    #expect(pairing.pairs.map(\.counterpart) == quantized.map(\.name))
    expectPartition(pairing)
  }

  @Test("names of a hundred thousand letters take no longer than their length")
  func longNames() {
    let names = ["module.", ";", "output.weight;", "a_quantized;", ".", "base_layer."].map {
      String(repeating: $0, count: 10_000)
    }
    let pairing = Pairing(
      original: names.map { tensor($0, [2]) }, quantized: names.map { tensor($0 + "x", [2]) })
    expectPartition(pairing)
  }

  @Test("hostile names and shapes pair nothing and trap nothing")
  func hostile() {
    let names = [
      "", ";", ".", "..", "blk.", "blk.-1.x", "blk.99999999999999999999.attn_q.weight", "weight",
      ".weight", "model.layers.0.", "model.layers.0.mlp.experts.5", "_quantized", "\u{0}",
      "🦙.weight",
      "model.layers.0.mlp.experts.9223372036854775807.up_proj.weight",
    ]
    let shapes = [[], [0], [-1, 5], [.max, .max], [1 << 40, 1 << 40, 0], [2, 2]]
    let tensors = names.flatMap { name in shapes.map { tensor(name, $0) } }
    let pairing = Pairing(original: tensors, quantized: tensors.reversed())
    expectPartition(pairing)
    expectPartition(pairing.matchingRestByShape())
    expectPartition(pairing.matchingRest { _, _ in 1 })
    let single = Pairing(
      original: names.map { tensor($0, [.max, 2]) },
      quantized: names.map { tensor($0, [2, .max]) })
    expectPartition(single)
    #expect(single.pairs.isEmpty)
  }
}
