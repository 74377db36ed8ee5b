import ModelComparison
import QuantizationEngine
import TestSupport
import Testing

@Suite struct FindingTests {
  private func findings(
    _ fixture: PairFixture, under transform: TensorTransform? = nil, storedAs: String? = nil
  ) throws -> [Finding] {
    let pair = try #require(fixture.pair()).choosing(transform ?? fixture.transform)
    let quantized = fixture.quantizedTensor
    return FindingRules().findings(
      in: try fixture.comparison(under: transform ?? fixture.transform).run(), of: pair,
      original: fixture.originalTensor,
      quantized: storedAs.map {
        ComparedTensor(name: quantized.name, shape: quantized.shape, storedAs: $0)
      } ?? quantized)
  }

  private func fixture(_ name: String, _ folder: String) throws -> PairFixture {
    try #require(PairFixture.all.first { $0.name.hasSuffix(name) && $0.case == folder })
  }

  @Test(
    "real tensors in real formats, rightly paired, have nothing to be said about",
    arguments: PairFixture.all.filter { $0.case.hasPrefix("gguf") && $0.stored != "float16" })
  func healthy(_ fixture: PairFixture) throws {
    #expect(try findings(fixture) == [])
  }

  @Test("the same tensors with their rows in the wrong order are unrelated to the original")
  func permuted() throws {
    for fixture in PairFixture.all where fixture.heads != nil {
      let found = try findings(fixture, under: .asIs)
      guard case .wrongCounterpart(let error, _) = found.first, found.count == 1 else {
        Issue.record("\(fixture.testDescription): \(found)")
        continue
      }
      #expect(error > 1.1)
    }
  }

  @Test("a tensor with one code is collapsed, its neighbour is healthy")
  func collapsed() throws {
    #expect(
      try findings(
        fixture("down_proj.weight", "trap_collapsed"), storedAs: "int8 per_channel axis 0") == [
          .collapsed
        ])
    #expect(
      try findings(fixture("q_proj.weight", "trap_collapsed"), storedAs: "int8 per_channel axis 0")
        == [])
  }

  @Test("what should be identical and is not, in value or in the sign of zero, is found")
  func identical() throws {
    let folder = "trap_not_identical"
    #expect(
      try findings(fixture("norm.weight", folder))
        == [.notIdentical(values: 0, bits: 1, of: 256)])
    #expect(
      try findings(fixture("lm_head.weight", folder))
        == [.notIdentical(values: 3, bits: 3, of: 10240)])
    #expect(try findings(fixture("embed_tokens.weight", folder)) == [])
  }

  @Test("bfloat16 to float16: overflow and loss of small values, and nothing where there is none")
  func narrowing() throws {
    let folder = "trap_bf16_to_f16"
    #expect(
      try findings(fixture("down_proj.weight", folder))
        == [
          .overflowed(count: 6, storedAs: "float16"),
          .underflowed(toZero: 3, subnormal: 7, storedAs: "float16"),
        ])
    #expect(try findings(fixture("q_proj.weight", folder)) == [])
  }

  /// The findings about made-up values.
  private func found(
    _ change: (Int, Float) -> Float, storedAs: String = "int8 per_tensor", count: Int = 4096,
    scale: Float? = nil, codes: ((Float) -> Float)? = nil
  ) throws -> [Finding] {
    var generator = SplitMix64(seed: 21)
    let x = (0..<count).map { _ in Float(generator.nextNormal()) }
    let y = x.enumerated().map(change)
    let shape = [count / 64, 64]
    let error = try PairComparison(
      original: ValueSource(x), quantized: ValueSource(y), shape: shape,
      scales: scale.map { ValueSource([Float](repeating: $0, count: count)) },
      codes: codes.map { StoredCodes(values: ValueSource(y.map($0)), range: -128...127) }
    ).run()
    let original = ComparedTensor(name: "w", shape: shape, elementType: .float32)
    let quantized = ComparedTensor(name: "w", shape: shape, storedAs: storedAs)
    let pair = try #require(Pairing(original: [original], quantized: [quantized]).pairs.first)
    return FindingRules().findings(
      in: error, of: pair, original: original, quantized: quantized)
  }

  private func rounded(_ value: Float) -> Float { (value * 64).rounded() / 64 }

  @Test("each kind of damage is named by its cause")
  func causes() throws {
    #expect(try found { _, x in rounded(x) } == [])
    #expect(try found { _, x in -rounded(x) }.map(\.name) == ["wrong-sign"])
    guard case .wrongScale(let factor) = try found({ _, x in rounded(x) / 16 }).first else {
      Issue.record("a factor of 16 was not found")
      return
    }
    #expect((factor - 16).magnitude < 0.01)
    #expect(try found { _, x in rounded(x) + 0.05 }.map(\.name) == ["shifted"])
    #expect(try found { i, x in i == 77 ? .nan : rounded(x) }.map(\.name) == ["non-finite-changed"])
    #expect(
      try found { i, x in i / 64 == 9 ? 0 : rounded(x) } == [.collapsedRows(count: 1, first: 9)])
    #expect(
      try found({ i, _ in Float(i % 13) - 6 }).map(\.name) == ["wrong-counterpart"])
  }

  @Test("clipping is seen in steps of the local scale, with the share of outermost codes")
  func clipping() throws {
    let step: Float = 1.0 / 64
    func clipped(_ x: Float) -> Float { max(min(rounded(x), 127 * step), -128 * step) }
    let found = try found(
      { _, x in clipped(x) }, storedAs: "int8", scale: step, codes: { $0 / step })
    guard case .clipped(let rmse, let share) = found.first, found.count == 1 else {
      Issue.record("\(found)")
      return
    }
    #expect(rmse > 0.7)
    // Beyond 2σ, on either side.
    #expect(try #require(share) > 0.03 && #require(share) < 0.06)
    #expect(try self.found({ _, x in rounded(x) }, storedAs: "int8", scale: step) == [])
  }

  @Test("errors that outermost codes cannot make are not called clipping, nor those of float32")
  func beyondRounding() throws {
    let step: Float = 1.0 / 64
    // Each code is two steps off, one way or the other.
    let found = try found(
      { i, x in rounded(x) + (i.isMultiple(of: 2) ? 2 : -2) * step }, storedAs: "int16",
      scale: step, codes: { max(min($0 / step, 100), -100) })
    guard case .beyondRounding(let rmse, let share) = found.first, found.count == 1 else {
      Issue.record("\(found)")
      return
    }
    #expect(rmse > 1.9 && rmse < 2.2)
    #expect(share == 0)
    #expect(
      "\(Finding.beyondRounding(stepsRMSE: 1.62, shareAtEnds: 0.000631))".hasPrefix(
        "the RMSE is 1.62 steps where rounding makes 0.289, and the 0.0631 % with an outermost"))
    // An int32 bias whose steps are finer than float32 is.
    #expect(
      try self.found(
        { i, x in i % 4 == 0 ? x.nextUp : i % 4 == 2 ? x.nextDown : x }, storedAs: "int32",
        scale: .ulpOfOne / 16) == [])
  }

  @Test("rows that are not interleaved for an architecture that expects them are found")
  func notInterleaved() throws {
    let hints = ArchitectureHints(architecture: "llama", headCount: 4, keyValueHeadCount: 4)
    var generator = SplitMix64(seed: 5)
    let x = (0..<64 * 32).map { _ in Float(generator.nextNormal()) }
    let name = "model.layers.0.self_attn.q_proj.weight"
    let original = ComparedTensor(name: name, shape: [64, 32], elementType: .float32)
    let quantized = ComparedTensor(
      name: "blk.0.attn_q.weight", shape: [64, 32], elementType: .float32)
    let pair = try #require(
      Pairing(original: [original], quantized: [quantized], hints: hints).pairs.first)
    let stored = ValueSource(x)
    let transform = pair.nearestTransform {
      RelativeErrorSample.relativeError(of: $0, under: $1, original: stored, quantized: stored)
    }
    #expect(transform == .asIs)
    let error = try PairComparison(original: stored, quantized: stored, shape: [64, 32]).run()
    let found = FindingRules().findings(
      in: error, of: pair.choosing(.asIs), original: original, quantized: quantized,
      candidates: pair.transforms)
    #expect(found == [.notInterleaved])
    #expect(
      FindingRules().findings(
        in: error, of: pair.choosing(.interleavedRows(heads: 4)), original: original,
        quantized: quantized, candidates: pair.transforms) == [])
  }

  @Test("15 dB is far below what Q4_K gives, and fine for Q2_K")
  func belowUsual() throws {
    var generator = SplitMix64(seed: 3)
    let noise = (0..<4096).map { _ in Float(0.178 * generator.nextNormal()) }
    #expect(try found({ $1 + noise[$0] }, storedAs: "gguf-q4_k").map(\.name) == ["below-usual"])
    #expect(try found({ $1 + noise[$0] }, storedAs: "gguf-q2_k") == [])
    #expect(try found({ $1 + noise[$0] }, storedAs: "something else") == [])
  }

  @Test("the usual SQNR is known by the names that lists have")
  func usual() {
    #expect(UsualError.of("gguf-q4_k")?.lowest == 21.4)
    #expect(UsualError.of("bnb-nf4:128") == UsualError.of("bnb-nf4"))
    #expect(UsualError.of("int8 per_channel axis 0")?.gauss == 41.2)
    #expect(UsualError.of("int8 per_tensor")?.gauss == 37.9)
    #expect(UsualError.of("gptq int4 group 128")?.gauss == 18.6)
    #expect(UsualError.of("int4 asymmetric group 32")?.gauss == 22.1)
    #expect(UsualError.of("int4 group 64")?.gauss == 18.6)
    for none in ["", "int4 group", "int4 group x", "int4 group 0", "float32", "int16", "int8", ":"]
    {
      #expect(UsualError.of(none) == nil)
    }
  }

  @Test("a configuration's word that a tensor was left alone is held to")
  func leftAlone() throws {
    let fixture = try fixture("gate_proj.weight", "gguf_llama_q4_k_m_tied")
    let pair = try #require(fixture.pair())
    let found = FindingRules().findings(
      in: try fixture.comparison().run(), of: pair, original: fixture.originalTensor,
      quantized: fixture.quantizedTensor, isLeftAlone: true)
    #expect(found.map(\.name) == ["not-identical"])
  }

  @Test("every finding is one sentence with its numbers")
  func sentences() {
    var changes = ElementChanges()
    changes.becameNaN = 1
    changes.becameFinite = 2
    #expect(
      "\(Finding.nonFiniteChanged(changes))" == "1 value became NaN, 2 became finite")
    #expect(
      "\(Finding.wrongScale(factor: 15.9987))"
        == "right but for a factor of 16: a scale, its convention or the order of packed codes is "
        + "wrong")
    #expect(
      "\(Finding.notIdentical(values: 0, bits: 1, of: 256))"
        == "1 of 256 elements differ in the sign of zero alone, where nothing was quantized")
    #expect(
      "\(Finding.belowUsual(decibels: 15.02, usual: 21.4, storedAs: "gguf-q4_k"))"
        == "15 dB where gguf-q4_k usually gives 21.4 dB or more")
    #expect(
      "\(Finding.extraRows(-1))" == "1 row fewer than the original; the others are compared")
    #expect(
      "\(Finding.clipped(stepsRMSE: 1.2345, shareAtEnds: 0.0456))"
        == "the RMSE is 1.23 steps where rounding makes 0.289: values are clipped, 4.56 % have an "
        + "outermost code")
    #expect(
      "\(Finding.shifted(relativeMeanError: -0.05))".hasPrefix("the mean moved by 5 % of the RMS"))
  }
}
