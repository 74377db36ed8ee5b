import TestSupport
import Testing

@testable import QuantizationEngine

/// When a handful of values carries all of the energy.
@Suite struct ConcentrationTests {
  private func concentration(_ values: [Double], bits: Int = 8, clip: Double = 1) throws
    -> Concentration?
  {
    let line = SortedDistribution(values)
    let bounds = line.bounds ?? 0...0
    let encoding = try Scheme(bitWidth: bits).encoding(
      for: ClippingRange(lower: bounds.lowerBound * clip, upper: bounds.upperBound * clip))
    return Concentration(line, on: AffineQuantizer(encoding: encoding).staircase)
  }

  @Test("a mask of the most negative number, however much of the tensor it covers")
  func mask() throws {
    var random = SplitMix64(seed: 51)
    let scores = (0..<528).map { _ in random.nextNormal() }
    for covered in [1, 2, 5, 496, 10_000] {
      let mask = [Double](repeating: -Double(Float.greatestFiniteMagnitude), count: covered)
      let found = try #require(try concentration(mask + scores), "seed 51, \(covered)")
      #expect(found.carrierCount == covered && found.otherCount == 528, "seed 51")
      #expect(found.sharedCount == 528 && found.level == 0, "seed 51")
    }
  }

  @Test("one runaway outlier among many")
  func outlier() throws {
    var random = SplitMix64(seed: 52)
    let values = (0..<5000).map { _ in random.nextNormal() }
    let found = try #require(try concentration(values + [1e5]))
    #expect(found.carrierCount == 1 && found.sharedCount == 5000)
    // Where the outlier is clipped away, the others have codes of their own again.
    #expect(try concentration(values + [1e5], clip: 4e-5) == nil)
  }

  @Test("no word where nothing is lost, or nothing is out of the ordinary")
  func none() throws {
    var random = SplitMix64(seed: 53)
    let normal = (0..<5000).map { _ in random.nextNormal() }
    for bits in [2, 4, 8] { #expect(try concentration(normal, bits: bits) == nil, "seed 53") }
    // Zeros beside a mask lose nothing, and neither do values that their level stands for.
    #expect(try concentration([-1e30, -1e30] + [Double](repeating: 0, count: 100)) == nil)
    #expect(try concentration([Double](repeating: 1, count: 100)) == nil)
    #expect(try concentration([]) == nil && concentration([5]) == nil)
    #expect(try concentration([Double](repeating: 0, count: 9)) == nil)
  }

  @Test("of the real tensors at 8 bits only the softmax of a classifier", arguments: Fixture.real)
  func real(_ fixture: Fixture) throws {
    let isOneHot = fixture.id == "act_ppocr_rec_softmax"
    #expect(try (concentration(fixture.finite) != nil) == isOneHot)
  }
}
