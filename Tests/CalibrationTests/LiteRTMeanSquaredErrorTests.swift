import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("ai-edge-quantizer's root mean square of small floats")
struct LiteRTMeanSquaredErrorTests {
  @Test("scales and codes of float16 values are the tool's, and an infinite scale is refused")
  func float16() throws {
    var tally = GoldenTally("litert-mse float16")
    for golden in try ToolGolden.all("litert-mse").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        do {
          return try TypedBlocks(
            Fixture.named(golden.tensor), as: .float16,
            parts.count > 3 ? .perChannel(axis: 0) : .perTensor,
            by: LiteRTMeanSquaredErrorCalibrator(),
            scheme: Scheme(bitWidth: #require(Int(parts[2])), symmetry: .symmetric)
          ).differences(from: golden)
        } catch CalibrationError.noEncoding(.scaleNotPositive(let scale)) {
          return difference("scale", golden.float("scale"), scale)
        }
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("sums that go by the order of the elements are refused with that")
  func order() throws {
    let values = SortedDistribution([-2, -1, 0.5, 3] as [Float])
    let cases: [(any Calibrator, ElementType)] = [
      (LiteRTMeanSquaredErrorCalibrator(), .bfloat16), (LiteRTOctavCalibrator(), .bfloat16),
      (LiteRTOctavCalibrator(), .float16),
    ]
    for (calibrator, type) in cases {
      let scheme = try Scheme(bitWidth: 8, symmetry: .symmetric).with(valueType: type)
      let error = try #require(throws: CalibrationError.self) {
        try calibrator.calibrated(values, scheme: scheme)
      }
      #expect("\(error)".contains("of \(type.rawValue) values it is not emulated"))
      #expect("\(error)".contains("the order of the elements decides"))
    }
  }
}
