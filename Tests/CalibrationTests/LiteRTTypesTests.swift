import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("ai-edge-quantizer on groups, float16 and bfloat16 tensors")
struct LiteRTTypesTests {
  @Test("scales, zero-points and codes are the tool's, scales of 0 included")
  func types() throws {
    var tally = GoldenTally("litert groups and types")
    for golden in try ToolGolden.all("litert-types").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        let type = try #require(ElementType(rawValue: parts[0]))
        let granularity: Granularity =
          switch parts.count > 3 ? parts[3] : "" {
          case "group32": .perGroup(axis: 1, size: 32)
          case "axis0": .perChannel(axis: 0)
          default: .perTensor
          }
        let blocks = try TypedBlocks(
          Fixture.named(golden.tensor), as: type, granularity, by: LiteRTMinMaxCalibrator(),
          scheme: Scheme(
            bitWidth: Int(parts[2]) ?? 0,
            symmetry: parts[1] == "symmetric" ? .symmetric : .asymmetric,
            signedness: .signed))
        return blocks.differences(from: golden)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }
}
