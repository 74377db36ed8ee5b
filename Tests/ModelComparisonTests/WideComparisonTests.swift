import ModelComparison
import QuantizationEngine
import Testing

/// Pairs of which float32 does not hold all values.
@Suite struct WideComparisonTests {
  private static func values(_ count: Int) -> [Double] {
    (0..<count).map { Double(($0 * 7919) % 1009 - 504) / 3000 }
  }

  @Test("errors are those of float64, and the places of the largest and of the worst row too")
  func errors() throws {
    let shape = [40, 1700]
    let values = Self.values(40 * 1700)
    var levels = values.map { Double(Float($0)) }
    levels[30 * 1700 + 11] += 1e-6
    let weights = (0..<1700).map { Float($0 % 7) }
    let error = try PairComparison(
      original: ValueSource(ElementStream(values)),
      quantized: ValueSource(ElementStream(levels.map { Float($0) })), shape: shape,
      weights: ColumnWeights(weights, shape: shape)
    ).run()
    let stored = levels.map { Double(Float($0)) }
    let errors = zip(values, stored).map { $0 - $1 }
    let (squares, energy) = zip(errors, values).reduce(into: (0.0, 0.0)) {
      $0.0 += $1.0 * $1.0
      $0.1 += $1.1 * $1.1
    }
    #expect(abs(error.error.sums.squaredError - squares) <= 1e-12 * squares)
    #expect(abs(error.error.sums.squares - energy) <= 1e-12 * energy)
    #expect(error.largestErrorIndex == 30 * 1700 + 11)
    #expect(error.worstChannel?.index == 30)
    #expect(error.changes.values == errors.count { $0 != 0 })
    let weighted = errors.indices.reduce(into: (0.0, 0.0)) {
      let weight = Double(weights[$1 % 1700])
      $0.0 += weight * errors[$1] * errors[$1]
      $0.1 += weight * values[$1] * values[$1]
    }
    let expected = (weighted.0 / weighted.1).squareRoot()
    #expect(abs(try #require(error.weightedRelativeError) - expected) <= 1e-12 * expected)
  }

  @Test("one bit of float64 is a difference, in whatever order the values are stored")
  func bit() throws {
    let values = Self.values(30 * 20)
    var changed = values
    changed[17 * 20 + 3] = changed[17 * 20 + 3].nextUp
    let transposed = (0..<600).map { changed[$0 % 30 * 20 + $0 / 30] }
    let original = ValueSource(ElementStream(values))
    let parts = ValueSource.concatenating([
      ValueSource(ElementStream(Array(changed[..<100]))),
      ValueSource(ElementStream(Array(changed[100...]))),
    ])
    let ordered = try #require(
      ValueSource(ElementStream(transposed)).inOrder(ofOriginal: [30, 20], before: .transposed))
    for stored in [ValueSource(ElementStream(changed)), parts, ordered] {
      let error = try PairComparison(
        original: original, quantized: stored, shape: [30, 20]
      ).run()
      #expect(error.changes.bits == 1 && error.changes.values == 1)
      #expect(error.largestErrorIndex == 17 * 20 + 3)
    }
    let same = try PairComparison(original: original, quantized: original, shape: [30, 20]).run()
    #expect(same.changes == ElementChanges() && same.error.sums.squaredError == 0)
  }

  @Test("values that float32 makes one are still different ones")
  func sameness() throws {
    let values = (0..<64).map { 1 + Double($0) * 1e-12 }
    let error = try PairComparison(
      original: ValueSource(ElementStream(values)),
      quantized: ValueSource(ElementStream(values.map { Float($0) })), shape: [64]
    ).run()
    #expect(error.sameness.originalVaries && !error.sameness.quantizedVaries)
  }

  @Test("a finite value that float32 has no room for is finite, and becomes infinite in float32")
  func overflow() throws {
    let values = [1e300, 1, -1e300, .nan]
    let source = ValueSource(ElementStream(values))
    let same = try PairComparison(original: source, quantized: source, shape: [4]).run()
    #expect(same.changes.nonFinite == 0 && same.error.sums.count == 3)
    let narrow = try PairComparison(
      original: source, quantized: ValueSource(ElementStream(values.map { Float($0) })), shape: [4]
    ).run()
    #expect(narrow.changes.becameInfinite == 2 && narrow.changes.becameNaN == 0)
    #expect(narrow.error.sums.count == 1)
  }

  @Test("errors in steps are taken in float64 too")
  func steps() throws {
    let values = [0.1, 0.2, 0.35]
    let scales: [Float] = [0.5, 0, 0.25]
    let error = try PairComparison(
      original: ValueSource(ElementStream(values)),
      quantized: ValueSource(ElementStream([0.5, 0, 0.25] as [Float])), shape: [3],
      scales: ValueSource(scales)
    ).run()
    let expected = (0.1 - 0.5) * (0.1 - 0.5) / 0.25 + (0.35 - 0.25) * (0.35 - 0.25) / 0.0625
    let found = try #require(error.error.sums.squaredErrorInSteps)
    #expect(abs(found - expected) <= 1e-12 * expected)
  }
}
