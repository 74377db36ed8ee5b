import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("the ONNX Runtime toolchain")
struct OrtToolchainTests {
  @Test("scale, zero-point and codes of min-max are those of quantize_data")
  func quantizeData() throws {
    var tally = GoldenTally("ort quantize_data")
    for golden in try ToolGolden.all("ort", "quantize_data/")
    where !golden.record.hasSuffix("float16_input") {
      let fixture = Fixture.named(golden.tensor)
      tally.count(golden, exception: fixture.hasNonFinite || golden.error != nil) {
        let parts = golden.record.split(separator: "/")
        let scheme = try Scheme(ortType: String(parts[1]), symmetry: String(parts[2]))
        let toolchain = OrtToolchain(codeRange: parts.count > 3 ? .reduced : .full)
        let values = fixture.finite
        let range = ClippingRange(lower: values.min() ?? 0, upper: values.max() ?? 0)
        let quantizer = try toolchain.quantizer(for: range, scheme: scheme)
        return difference("scale", golden.float("scale"), quantizer.encoding.scale)
          + difference("zero-point", golden.integer("zero_point"), quantizer.encoding.zeroPoint)
          + difference("codes", golden.members["q"], quantizer.digest(of: fixture.values))
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
