import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("calibrators on sketches")
struct SketchCalibrationTests {
  @Test(
    "a calibrator chooses on a sketch what is as good as what it chooses on the values",
    arguments: ["minmax", "percentile", "entropy", "mse"])
  func choices(name: String) throws {
    let fixture = Fixture.named("minilm_word_emb")
    let values = Array(fixture.values.prefix(2048))
    let layout = BlockLayout(elementCount: values.count)
    let exact = TensorDistribution(values, layout: layout)
    let sketched = TensorDistribution(TensorSketch(values))
    let calibrator: any Calibrator =
      switch name {
      case "minmax": MinMaxCalibrator()
      case "percentile": PercentileCalibrator()
      case "entropy": EntropyCalibrator()
      default: MeanSquaredErrorCalibrator()
      }
    let scheme = try Scheme(bitWidth: 6)
    func error(_ tensor: TensorDistribution) throws -> Double? {
      let range = try calibrator.clippingRange(for: tensor.blocks[0], scheme: scheme)
      let quantizer = AffineQuantizer(encoding: try scheme.encoding(for: range))
      return exact.error(on: [quantizer.staircase]).meanSquaredError
    }
    let found = try #require(try error(sketched))
    let expected = try #require(try error(exact))
    // The search looks at estimates; what it finds may be another of nearly equal ranges.
    #expect(abs(found - expected) <= 1e-3 * expected)
  }
}
