import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("OpenVINO's FakeQuantize")
struct OpenVINOTests {
  /// A level of FakeQuantize is code · scale + low in float32: three roundings of at most 255 steps.
  private static let levelTolerance = 3 * 255 * 0x1p-24

  @Test("codes and levels under the toolchain nncf are those of OpenVINO's CPU plugin")
  func codes() throws {
    var tally = GoldenTally("openvino fake_quantize")
    for golden in try ToolGolden.all("openvino", "fake_quantize/").thinnedInDebug {
      let fixture = Fixture.named(golden.tensor)
      let parts = golden.record.split(separator: "/")
      let isSymmetric = parts[1] == "symmetric"
      tally.count(golden) {
        let quantizer = try fixture.calibrated(
          NNCFMinMaxCalibrator(), bitWidth: Int(parts[2]) ?? 0,
          symmetry: isSymmetric ? .symmetric : .asymmetric,
          signedness: isSymmetric ? .signed : .unsigned
        ).quantizer
        let encoding = quantizer.encoding
        let off = golden.double("off") ?? .infinity
        var differences =
          off <= Self.levelTolerance ? [] : ["levels should be \(off) steps off, are not"]
        guard fixture.isQuick else { return differences }
        let codes = fixture.values.map {
          UInt8(truncatingIfNeeded: quantizer.quantize($0) - encoding.quantMin)
        }
        let found = difference("codes", golden.members["q"], ToolGolden.digest(of: codes))
        if !found.isEmpty {
          differences += found
          let whole = Float(encoding.zeroPoint - encoding.quantMin)
          differences += difference("shift", golden.float("shift"), whole + encoding.shiftRemainder)
        }
        return differences
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("so are the codes of values at and next to ties, where the shift is whole")
  func ties() throws {
    var tally = GoldenTally("openvino ties")
    for golden in try ToolGolden.all("openvino", "ties/") {
      tally.count(golden) {
        let high = golden.double("high") ?? .nan
        let quantizer = try NNCFToolchain().quantizer(
          for: ClippingRange(lower: -high, upper: high),
          scheme: Scheme(bitWidth: 8, symmetry: .symmetric))
        let codes = (0..<255).flatMap { code in
          let tie = (Float(code) + 0.5 - 128) * quantizer.encoding.scale
          return (-5...5).map { distance in
            let bits = Int(tie.bitPattern) + distance
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
            return UInt8(truncatingIfNeeded: quantizer.quantize(value) + 128)
          }
        }
        return difference("codes", golden.members["q"], ToolGolden.digest(of: codes))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }
}
