import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("PPQ on float16 and bfloat16 tensors")
struct PPQTypesTests {
  @Test("scales, zero-points, codes and values are the tool's, and so is what it fails with")
  func types() throws {
    var tally = GoldenTally("ppq types")
    for golden in try ToolGolden.all("ppq-types").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        let type = try #require(ElementType(rawValue: parts[0]))
        let scheme = try Scheme(
          bitWidth: 8, symmetry: parts[1] == "symmetric" ? .symmetric : .asymmetric)
        do {
          return try TypedBlocks(
            Fixture.named(golden.tensor), as: type,
            parts.count > 2 ? .perChannel(axis: 0) : .perTensor, by: PPQMinMaxCalibrator(),
            scheme: scheme
          ).differences(from: golden)
        } catch let error as CalibrationError {
          switch error {
          case .toolFailsOnType(_, _, let reason), .noEncoding(.ruleFails(_, _, let reason)):
            return difference("error", golden.error, reason)
          default: throw error
          }
        }
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }
}
