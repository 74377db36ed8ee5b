import ModelComparison
import QuantizationEngine
import Testing

@Suite struct GoldenPairTests {
  /// Sums of at most 12 288 terms in float64 agree with NumPy's to this share of themselves.
  private let tolerance = 1e-12
  /// A mean of errors of either sign loses what cancels: its share of the RMS.
  private let meanTolerance = 1e-15

  private func agrees(_ value: Double?, _ expected: Double) -> Bool {
    guard let value else { return false }
    return (value - expected).magnitude <= tolerance * expected.magnitude
  }

  @Test("every number of a pair is that of float64 NumPy", arguments: PairFixture.all)
  func facts(_ fixture: PairFixture) throws {
    let columns = try #require(fixture.shape.last)
    let weights = try #require(
      ColumnWeights((0..<columns).map { Float($0 % 7 + 1) }, shape: fixture.shape))
    let error = try fixture.comparison(weights: weights).run()
    let facts = fixture.facts
    #expect(error.error.sums.count == facts.count)
    #expect(agrees(error.relativeError, facts.relative_error))
    #expect(agrees(error.error.meanSquaredError, facts.mse))
    #expect(agrees(error.error.maximumAbsoluteError, facts.max_abs_error))
    #expect(error.largestErrorIndex == facts.max_index)
    #expect(agrees(error.weightedRelativeError, facts.weighted))
    #expect(error.changes.bits == facts.changed_bits)
    #expect(error.changes.values == facts.changed_values)
    let mean = try #require(error.relativeMeanError)
    #expect(
      (mean - facts.relative_mean_error).magnitude
        <= meanTolerance + tolerance * mean.magnitude)
    if let cosine = facts.cosine, let factor = facts.best_factor {
      #expect(agrees(error.error.cosineSimilarity, cosine))
      #expect(agrees(error.bestFactor, factor))
    } else {
      #expect(error.error.cosineSimilarity == nil && error.bestFactor == nil)
    }
    if let row = facts.worst_row, let rowError = facts.worst_row_error {
      #expect(error.worstChannel?.index == row)
      #expect(agrees(error.worstChannel?.relativeError ?? .nan, rowError))
    } else {
      #expect(error.worstChannel == nil)
    }
    // The tool's own reader made the same values, so it has the same error.
    if fixture.library_mse.value.isFinite {
      #expect(agrees(error.error.meanSquaredError, fixture.library_mse.value))
    }
  }

  @Test("the fixtures are of real formats, ternary ones and permuted rows among them")
  func coverage() {
    #expect(PairFixture.all.count >= 60)
    #expect(PairFixture.all.contains { $0.stored == "gguf-tq1_0" && $0.heads != nil })
    #expect(Set(PairFixture.all.map(\.stored)).count >= 15)
  }

  @Test("a narrower float type: infinite, zero and subnormal values are counted")
  func narrowing() throws {
    let fixture = try #require(
      PairFixture.named("model.layers.0.mlp.down_proj.weight", in: "trap_bf16_to_f16"))
    let changes = try fixture.comparison().run().changes
    // expected.json of the case says so.
    #expect(changes.becameInfinite == 6)
    #expect(changes.becameZero == 3)
    #expect(changes.subnormal == 7)
    #expect(changes.values == 12)
    #expect(changes.nonFinite == 6)
  }

  @Test("rows of q and k put back give the error that the tool's own reader has")
  func relativeErrors() throws {
    for fixture in PairFixture.all {
      if let expected = fixture.as_stored {
        let asStored = try fixture.comparison(under: .asIs).run()
        #expect(agrees(asStored.relativeError, expected), "\(fixture.testDescription)")
      }
      if let expected = fixture.rows_put_back, let heads = fixture.shape.first.map({ $0 / 64 }) {
        let putBack = try fixture.comparison(under: .interleavedRows(heads: heads)).run()
        #expect(agrees(putBack.relativeError, expected), "\(fixture.testDescription)")
      }
    }
  }
}
