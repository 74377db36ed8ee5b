import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("ONNX Runtime on float16 and bfloat16 tensors")
struct OrtTypesTests {
  @Test("tensors, channels and groups of float16 values are ONNX Runtime's")
  func float16() throws {
    var tally = GoldenTally("ort float16 values")
    for golden in try ToolGolden.all("ort-types", "float16/").thinnedInDebug
    where golden.record.contains("INT") {
      let parts = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        let isBlocked = parts.last == "b32"
        let granularity: Granularity =
          isBlocked
          ? .perGroup(axis: 1, size: 32)
          : parts.last == "axis0" ? .perChannel(axis: 0) : .perTensor
        let scheme = try OrtToolchain(isBlocked ? .blocked : .plain)
          .scheme(Scheme(ortType: parts[1], symmetry: parts[2]))
        return try TypedBlocks(
          Fixture.named(golden.tensor), as: .float16, granularity, by: OrtMinMaxCalibrator(),
          scheme: scheme.meeting(.float16)
        ).differences(from: golden)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("calibrators choose the same range of float16 values, or fail as NumPy does")
  func calibrators() throws {
    var tally = GoldenTally("ort calibrators of float16 values")
    for golden in try ToolGolden.all("ort-types", "float16/").thinnedInDebug
    where !golden.record.contains("INT") {
      let parts = golden.record.split(separator: "/").map(String.init)
      let fixture = Fixture.named(golden.tensor)
      tally.count(golden) {
        let values = SortedDistribution(fixture.values(roundedTo: .float16))
        let scheme = try Scheme(bitWidth: 8).with(valueType: .float16)
        do {
          let range = try Self.calibrator(parts).clippingRange(for: values, scheme: scheme)
          return difference("lo", golden.float("lo"), Float(range.lower))
            + difference("hi", golden.float("hi"), Float(range.upper))
        } catch let error as CalibrationError {
          guard case .toolFails = error, golden.error != nil else { throw error }
          return []
        }
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  private static func calibrator(_ parts: [String]) -> any Calibrator {
    switch parts[1] {
    case "entropy": OrtEntropyCalibrator(binCount: Int(parts[2]) ?? 0)
    case "percentile":
      OrtPercentileCalibrator(
        percent: 99.9, binCount: parts.count > 4 ? 256 : 2048,
        histogram: parts[3] == "values" ? .values : .magnitudes)
    default: OrtDistributionCalibrator()
    }
  }

  @Test("of bfloat16 values ONNX Runtime has no scale, and the row says with what it fails")
  func bfloat16() throws {
    var tally = GoldenTally("ort bfloat16 values")
    for golden in try ToolGolden.all("ort-types", "bfloat16/") {
      tally.count(golden) {
        let scheme = try Scheme(bitWidth: 8).with(valueType: .bfloat16)
        let toolchain = OrtToolchain(golden.record.hasSuffix("b32") ? .blocked : .plain)
        do throws(CalibrationError) {
          _ = try toolchain.scheme(scheme)
          return ["it has an encoding"]
        } catch {
          guard case .toolFailsOnType(_, .bfloat16, let reason) = error else { return ["\(error)"] }
          return difference("error", golden.error, reason)
        }
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }
}
