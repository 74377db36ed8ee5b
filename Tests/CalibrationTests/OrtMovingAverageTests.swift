import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("ONNX Runtime's moving average of small floats")
struct OrtMovingAverageTests {
  @Test("bounds are the tool's, which has none of an empty batch and fails on bfloat16")
  func bounds() throws {
    var tally = GoldenTally("ort-moving-average types")
    for golden in try ToolGolden.all("ort-moving-average").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        let type = try #require(ElementType(rawValue: parts[0]))
        let batches = try BatchSequence(
          Fixture.named(golden.tensor).values(roundedTo: type), count: #require(Int(parts[1])))
        let scheme = try Scheme(bitWidth: 8).with(valueType: type)
        do {
          let range = try OrtMovingAverageCalibrator().clippingRange(over: batches, scheme: scheme)
          return difference("lo", golden.float("lo"), Float(range.lower))
            + difference("hi", golden.float("hi"), Float(range.upper))
        } catch let error as CalibrationError {
          switch error {
          case .toolFailsOnType(_, _, let reason):
            return difference("error", golden.error, reason)
          case .toolFails(_, let reason) where reason.hasPrefix("a batch is empty"):
            return difference("lo", golden.float("lo"), .infinity)
          default: throw error
          }
        }
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("a sum that float16 cannot hold is said to be that")
  func overflow() throws {
    let batches = BatchSequence(
      [[40_000, 1], [40_000, 2]].map { SortedDistribution($0 as [Float]) })
    let scheme = try Scheme(bitWidth: 8).with(valueType: .float16)
    let error = try #require(throws: CalibrationError.self) {
      try OrtMovingAverageCalibrator().clippingRange(over: batches, scheme: scheme)
    }
    #expect("\(error)".contains("more than a float16 can hold"))
  }
}
