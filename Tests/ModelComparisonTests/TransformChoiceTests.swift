import ModelComparison
import Testing

@Suite struct TransformChoiceTests {
  private func chosen(_ fixture: PairFixture, hints: ArchitectureHints) throws -> TensorTransform {
    let pair = try #require(fixture.pair(hints: hints))
    let (original, quantized) = (fixture.originalValues, fixture.quantizedValues)
    return pair.nearestTransform { pair, transform in
      RelativeErrorSample.relativeError(
        of: pair, under: transform, original: original, quantized: quantized)
    }
  }

  @Test(
    "the values show which transform a converter made, in every format",
    arguments: PairFixture.all.filter { $0.case.hasPrefix("gguf_llama") })
  func converters(_ fixture: PairFixture) throws {
    let isTied = fixture.case.contains("tied")
    let hints = ArchitectureHints(
      architecture: "llama", headCount: isTied ? 8 : 4, keyValueHeadCount: isTied ? 8 : 2)
    #expect(try chosen(fixture, hints: hints) == fixture.transform)
  }

  @Test("a file that says llama and left the rows of q alone is seen through")
  func notPermuted() throws {
    let hints = ArchitectureHints(architecture: "llama", headCount: 2, keyValueHeadCount: 1)
    for (name, transform) in [("q", TensorTransform.asIs), ("k", .interleavedRows(heads: 1))] {
      let fixture = try #require(
        PairFixture.named(
          "model.layers.0.self_attn.\(name)_proj.weight", in: "trap_gguf_q_not_permuted"))
      let pair = try #require(fixture.pair(hints: hints))
      #expect(pair.transforms.first == .interleavedRows(heads: name == "q" ? 2 : 1))
      #expect(try chosen(fixture, hints: hints) == transform)
    }
  }

  @Test("without any hint the usual lengths of a head are tried")
  func withoutHints() throws {
    let fixture = try #require(
      PairFixture.named("model.layers.0.self_attn.k_proj.weight", in: "trap_gguf_q_not_permuted"))
    #expect(try chosen(fixture, hints: .none) == .interleavedRows(heads: 1))
  }

  @Test("a right match in a ternary format has a larger error than a wrong one in a fine format")
  func noThreshold() throws {
    let ternary = try #require(
      PairFixture.all.first { $0.stored == "gguf-tq1_0" && $0.heads != nil })
    let error = try ternary.comparison().run()
    #expect(try #require(error.relativeError) > 0.7)
    #expect(
      try chosen(ternary, hints: .init(architecture: "llama", keyValueHeadCount: 2))
        == ternary.transform)
  }

  @Test("candidates that are equal, or no numbers, give the first")
  func ties() throws {
    let fixture = try #require(PairFixture.all.first { $0.heads != nil })
    let pair = try #require(fixture.pair())
    #expect(pair.transforms.count > 1)
    #expect(pair.nearestTransform { _, _ in 0.5 } == pair.transforms[0])
    #expect(pair.nearestTransform { _, _ in .nan } == pair.transforms[0])
  }

  @Test("a sample reads everything of small tensors, and equal stretches of large ones")
  func stretches() {
    let small = RelativeErrorSample.self
    let count = 3 * small.stretchLength + 5
    let values = ValueSource((0..<count).map { Float($0) })
    let last = ValueSource((0..<count).map { Float($0 == count - 1 ? 0 : $0) })
    #expect(small.relativeError(original: values, quantized: last, count: count) > 0)
    let reads = ReadLog()
    let large = ValueSource(count: 1 << 24) {
      reads.note($0); return Array(repeating: 1, count: $0.count)
    }
    #expect(small.relativeError(original: large, quantized: large, count: 1 << 24) == 0)
    #expect(reads.elementCount == 2 * small.stretchCount * small.stretchLength)
    #expect(reads.last == 1 << 24)
  }
}
