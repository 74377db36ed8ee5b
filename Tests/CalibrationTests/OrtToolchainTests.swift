import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("the ONNX Runtime toolchain")
struct OrtToolchainTests {
  @Test("scale, zero-point and codes of min-max are those of quantize_data")
  func quantizeData() throws {
    var tally = GoldenTally("ort quantize_data")
    for golden in try ToolGolden.all("ort", "quantize_data/").thinnedInDebug
    where !golden.record.hasSuffix("float16_input") {
      let fixture = Fixture.named(golden.tensor)
      tally.count(golden, exception: fixture.hasNonFinite || golden.error != nil) {
        let parts = golden.record.split(separator: "/")
        let scheme = try Scheme(ortType: String(parts[1]), symmetry: String(parts[2]))
        let toolchain = OrtToolchain(parts.count > 3 ? .reduced : .plain)
        let values = fixture.finite
        let range = ClippingRange(lower: values.min() ?? 0, upper: values.max() ?? 0)
        let quantizer = try toolchain.quantizer(for: range, scheme: scheme)
        return difference("scale", golden.float("scale"), quantizer.encoding.scale)
          + difference("zero-point", golden.integer("zero_point"), quantizer.encoding.zeroPoint)
          + (fixture.isQuick
            ? difference("codes", golden.members["q"], quantizer.digest(of: fixture.values)) : [])
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("each channel and each block of 32 has the tool's scale, zero-point and codes")
  func channelsAndBlocks() throws {
    var tally = GoldenTally("ort channels and blocks")
    let channels = try ToolGolden.all("ort", "quantize_data_per_channel/")
    let blocks = try ToolGolden.all("ort", "compute_scale_zp_blocked/")
    for golden in (channels + blocks).thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let parts = golden.record.split(separator: "/")
      tally.count(golden, exception: fixture.hasNonFinite || fixture.values.isEmpty) {
        let blocked = parts[3] == "b32"
        let quantization = try TensorQuantization(
          fixture, blocked ? .perGroup(axis: 1, size: 32) : .perChannel(axis: 0),
          by: OrtMinMaxCalibrator(),
          scheme: OrtToolchain(blocked ? .blocked : .plain).scheme(
            Scheme(ortType: String(parts[1]), symmetry: String(parts[2]))))
        return quantization.scaleDifference(golden)
          + (blocked
            ? []
            : quantization.zeroPointDifference(golden)
              + (fixture.isQuick
                ? difference("codes", golden.members["q"], quantization.codesDigest) : []))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }
}

extension Scheme {
  /// The scheme of one of ONNX Runtime's types.
  init(ortType: String, symmetry: String) throws {
    let unsigned = ortType.hasPrefix("U")
    try self.init(
      bitWidth: Int(ortType.drop { !$0.isNumber }) ?? 8,
      symmetry: symmetry == "symmetric" ? .symmetric : .asymmetric,
      signedness: unsigned ? .unsigned : .signed)
  }
}
