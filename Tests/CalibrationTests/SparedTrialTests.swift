import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// Searches that leave out what surely costs more, against the same searches that try everything.
///
/// Nothing is left out under a rule with a name, for nothing is known of it; the one here has qviz's own
/// formula.
@Suite struct SparedTrialTests {
  private static let blocks: [[Float]] = {
    var random = SplitMix64(seed: 907)
    func values(_ count: Int, _ value: (Double) -> Double) -> [Float] {
      (0..<count).map { _ in Float(value(random.nextNormal())) }
    }
    let normal = (0..<8).map { _ in values(32) { $0 } }
    let oneSided = (0..<2).map { _ in values(32) { abs($0) } } + [values(32) { $0 * 0.1 + 3 }]
    // Halves of steps, and equal values.
    let ties = (0..<3).map { _ in values(32) { ($0 * 8).rounded() / 8 } }
    let even = [(-16...16).map { Float($0) / 16 }, (0...30).map { Float($0) / 30 }]
    let repeated = (0..<3).map { _ in values(48) { ($0 * 50).rounded() } }
    let small = [values(32) { $0 * 1e-37 }, values(32) { $0 * 1e-40 }, values(32) { $0 * 1e36 }]
    let few = (1...5).map { values($0) { $0 } } + [[0, 0, 0], [2, 2], [-1, 1], [0, 0, 5]]
    let outlier = [values(31) { $0 } + [40], values(31) { $0 } + [-40]]
    // Two values share a bin, at an end or within.
    let pairs = [0, 1, 2, 16, 29, 30].map { place in
      let sorted = values(31) { $0 }.sorted()
      return sorted + [sorted[place]]
    }
    let spread = [values(32) { $0 * $0 * $0 }, values(60) { $0 }, values(16) { $0 }]
    return normal + oneSided + pairs + ties + even + repeated + small + few + outlier + spread
  }()

  private static let calibrators: [any Calibrator] = [
    EntropyCalibrator(), JensenShannonCalibrator(), CosineCalibrator(),
    MagnitudeWeightedCalibrator(),
  ]

  private static let rules: [(levelCount: Int, arithmetic: QuantizationArithmetic)] = [
    (16, .init()), (5, .init(scaling: .multiplyByInverse)),
  ]

  @Test("the range is the same", arguments: Symmetry.allCases, Self.rules)
  func range(
    symmetry: Symmetry, rule: (levelCount: Int, arithmetic: QuantizationArithmetic)
  ) throws {
    let arithmetic = rule.arithmetic
    let scheme = try Scheme(
      levelCount: rule.levelCount, symmetry: symmetry, arithmetic: arithmetic)
    let plain = scheme.with(
      arithmetic: arithmetic,
      rule: EncodingRule(name: "referee") { range, scheme throws(EncodingError) in
        try scheme.with(arithmetic: arithmetic, rule: .standard).encoding(for: range)
      })
    for values in Self.blocks {
      let block = SortedDistribution(values)
      for calibrator in Self.calibrators {
        let found = try? calibrator.clippingRange(for: block, scheme: scheme)
        let expected = try? calibrator.clippingRange(for: block, scheme: plain)
        #expect(found == expected, "\(calibrator.name), \(symmetry): \(values)")
      }
    }
  }

  @Test("changes of indices are all there are, in order", arguments: [(7, 8), (0, 15), (2, 1)])
  func changes(farthest: (Int, Int)) {
    for values in Self.blocks {
      let values = values.map(Double.init).sorted()
      let largest = values.reduce(0) { max($0, abs($1)) }
      guard largest > 0 else { continue }
      let (coarsest, finest) = (largest / 5, largest / 20)
      let found = ScaleChange.between(coarsest, finest, of: values, farthest: farthest)
      let expected = values.indices.flatMap { place -> [(scale: Double, value: Int, index: Int)] in
        let (magnitude, last) = (
          abs(values[place]), values[place] < 0 ? farthest.0 : farthest.1
        )
        let first = Int((magnitude / coarsest).rounded(.toNearestOrEven)) + 1
        guard magnitude > 0, first <= last else { return [] }
        return (first...last).map { (magnitude / (Double($0) - 0.5), place, $0) }
          .filter { $0.scale > finest }
      }
      .enumerated()
      .sorted { ($1.element.scale, $0.offset) < ($0.element.scale, $1.offset) }
      .map(\.element)
      #expect(found.map(\.scale) == expected.map(\.scale))
      #expect(found.map(\.value) == expected.map(\.value))
      #expect(found.map(\.index) == expected.map(\.index))
    }
  }
}
