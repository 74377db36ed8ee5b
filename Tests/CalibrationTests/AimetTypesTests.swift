import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("aimet-torch on blocks, float16 and bfloat16 tensors")
struct AimetTypesTests {
  @Test("scales, zero-points and values of tensors, channels and blocks are the tool's")
  func types() throws {
    var tally = GoldenTally("aimet-torch types")
    for golden in try ToolGolden.all("aimet-types").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        let granularity: Granularity =
          switch parts.count > 4 ? parts[4] : "" {
          case "group32": .perGroup(axis: 1, size: 32)
          case "axis0": .perChannel(axis: 0)
          default: .perTensor
          }
        return try TypedBlocks(
          Fixture.named(golden.tensor), as: #require(ElementType(rawValue: parts[3])),
          granularity, by: AimetMinMaxCalibrator(.torch),
          scheme: golden.aimetScheme().meeting(granularity)
        ).differences(from: golden)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("an infinity is the largest number of the type, and the row says where the scale overflows")
  func notFinite() throws {
    var tally = GoldenTally("aimet-torch with what is not finite")
    for golden in try ToolGolden.all("aimet-not-finite") {
      let parts = golden.record.split(separator: "/").map(String.init)
      tally.count(golden) {
        let type = try #require(ElementType(rawValue: parts[3]))
        let block = SortedDistribution(NotFiniteTests.values(golden.tensor).map(type.rounded))
        let scheme = try golden.aimetScheme().with(valueType: type)
        let encoding = try AimetMinMaxCalibrator(.torch).answered(block, scheme: scheme)
          .quantizer.encoding
        return difference("scale", golden.float("scale"), encoding.scale)
          + difference("zero-point", golden.integer("zero_point"), encoding.zeroPoint)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }
}
