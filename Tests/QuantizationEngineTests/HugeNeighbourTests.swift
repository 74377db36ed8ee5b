import TestSupport
import Testing

@testable import QuantizationEngine

/// Small values on a line beside huge ones, of which running sums keep nothing.
@Suite struct HugeNeighbourTests {
  @Test(
    "the error of the others is that of a loop over them, whatever the mask",
    arguments: [1, 496, 497, 10_000])
  func mask(_ covered: Int) throws {
    var random = SplitMix64(seed: 71)
    let scores = (0..<528).map { _ in Double(Float(random.nextNormal())) }
    let huge = (0..<covered).map { index in
      // Half of it is a float32 too; three quarters would not be.
      -Double(Float.greatestFiniteMagnitude) * (index % 3 == 2 ? 0.5 : 1)
    }
    let values = huge + scores
    let layout = try BlockLayout(shape: [values.count], granularity: .perTensor)
    for tensor in [
      TensorDistribution(values, layout: layout),
      TensorDistribution(values.map { Float($0) }, layout: layout),
      TensorDistribution(
        blocks: [CountedDistribution(values.map { (value: Float($0), count: 1) })],
        layout: layout, excluded: NonFiniteCounts(), exactness: .exact),
    ] {
      for (bits, symmetry) in [(8, Symmetry.asymmetric), (2, .symmetric), (12, .asymmetric)] {
        let scheme = try Scheme(bitWidth: bits, symmetry: symmetry)
        let encoding = try scheme.encoding(
          for: ClippingRange(lower: values.min() ?? 0, upper: values.max() ?? 0))
        let quantizer = AffineQuantizer(encoding: encoding)
        let error = tensor.error(on: [quantizer.staircase])
        let values = values.map { Double(Float($0)) }
        let codes = values.map { quantizer.quantize(Float($0)) }
        let expected = try #require(
          RefereeMetrics(values, codes: codes, encoding: RefereeEncoding(encoding)))
        let context = "seed 71, \(covered), \(scheme.name)"
        for (found, expected) in [
          (error.meanSquaredError, expected.meanSquaredError),
          (error.roundingMeanSquaredError, expected.roundingMeanSquaredError),
          (error.clippingMeanSquaredError, expected.clippingMeanSquaredError),
          (error.meanAbsoluteError, expected.meanAbsoluteError),
          (error.meanError.map(\.magnitude), expected.meanError.magnitude),
        ] {
          #expect(abs((found ?? .nan) - expected) <= 1e-9 * expected, "\(context)")
        }
      }
    }
  }
}
