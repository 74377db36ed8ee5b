import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("PPQ's histograms of float16 and bfloat16 tensors")
struct PPQHistogramTests {
  @Test("its searches for the least divergence and the least error end in the tool's scales")
  func searches() throws {
    var tally = GoldenTally("ppq histograms of small floats")
    for golden in try ToolGolden.all("ppq-histograms").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        let calibrator: any Calibrator =
          parts[1] == "kl" ? PPQEntropyCalibrator() : PPQMeanSquaredErrorCalibrator()
        return try TypedBlocks(
          Fixture.named(golden.tensor), as: #require(ElementType(rawValue: parts[0])), .perTensor,
          by: calibrator,
          scheme: Scheme(
            bitWidth: #require(Int(parts[3])),
            symmetry: parts[2] == "symmetric" ? .symmetric : .asymmetric)
        ).differences(from: golden)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }
}
