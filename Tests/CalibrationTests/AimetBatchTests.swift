import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("AIMET over batches")
struct AimetBatchTests {
  @Test(
    "scale and offset after eight batches are the tool's",
    arguments: ["tf", "percentile99.9", "tf_enhanced"])
  func eightBatches(mode: String) throws {
    var tally = GoldenTally("aimet \(mode) over eight batches")
    let calibrator: any Calibrator =
      switch mode {
      case "tf": AimetMinMaxCalibrator()
      case "tf_enhanced": AimetEnhancedCalibrator()
      default: AimetPercentileCalibrator(percent: 99.9)
      }
    let scheme = try Scheme(bitWidth: 8, symmetry: .asymmetric, signedness: .unsigned)
    for golden in try ToolGolden.all("aimet", "\(mode)/bw8/asymmetric/8chunks").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let block = try #require(fixture.block)
      tally.count(golden) {
        let encoding = try golden.overBatches(calibrator).answered(block, scheme: scheme)
          .quantizer.encoding
        return difference("scale", golden.double("encodings.delta"), encoding.wideScale)
          + difference(
            "offset", golden.double("encodings.offset"),
            Double(encoding.quantMin - encoding.zeroPoint))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("batches of zeros do not fix the bins, and zeros alone have the encoding of zeros")
  func zeros() throws {
    let scheme = Scheme.standard
    let zeros = SortedDistribution([0, 0, 0] as [Float])
    let values = SortedDistribution([-1, 0.25, 2] as [Float])
    for calibrator in [AimetPercentileCalibrator(), AimetEnhancedCalibrator()]
      as [any BatchCalibrator]
    {
      let after = try calibrator.calibrated(over: BatchSequence([zeros, values]), scheme: scheme)
      #expect(after == (try calibrator.calibrated(values, scheme: scheme)))
      let none = try calibrator.calibrated(over: BatchSequence([zeros, zeros]), scheme: scheme)
      #expect(none == (try calibrator.calibrated(zeros, scheme: scheme)))
    }
  }
}
