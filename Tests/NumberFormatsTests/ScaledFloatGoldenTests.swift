@testable import NumberFormats
import QuantizationEngine
import TestSupport
import Testing

/// Small floats under a scale, as PyTorch, ml_dtypes and ModelOpt make them.
@Suite struct ScaledFloatGoldenTests {
  @Test("scaled and cast as the tools do", arguments: ["torch/", "ml_dtypes/"])
  func casts(_ prefix: String) throws {
    let types: Set<ElementType> =
      prefix == "torch/"
      ? [.float8E4M3FN, .float8E5M2] : [.float6E2M3FN, .float6E3M2FN, .float4E2M1FN]
    var (agreed, total) = (0, 0)
    for golden in try ToolGolden.all("casts", prefix) {
      let parts = golden.record.split(separator: "/").map(String.init)
      guard let type = ElementType(rawValue: parts[1]), types.contains(type), parts[2] != "sweep"
      else {
        continue
      }
      let values = Fixture.named(golden.tensor).values
      let cast: SmallFloatCode.Cast = prefix == "torch/" ? .torch : .mlDtypes
      var found: ScopeTrial
      var differs: [String] = []
      if parts[2] == "direct_cast" {
        found = CastCoder(type, as: cast).trial(values, scopeLength: values.count)
      } else {
        // The plain recipe has no answer to a maximum that is NaN, infinite or 0.
        guard values.contains(where: { $0 != 0 }), values.allSatisfy(\.isFinite) else { continue }
        let coder = ScaledFloatCoder(type, as: cast)
        found = coder.trial(values, scopeLength: values.count)
        let scale = coder.scope(storedAs: found.stored[0]).scale
        differs += difference("scale", golden.float("scale"), scale)
      }
      differs += difference(
        "q", golden.members["q"], ToolGolden.digest(of: found.codes.map { UInt8($0) }))
      differs += difference(
        "out_f32", golden.members["out_f32"], goldenText(found.values, inFull: false))
      total += 1
      agreed += differs.isEmpty ? 1 : 0
      #expect(differs == [], "\(golden)")
    }
    print("  scaled floats of \(prefix): \(agreed) of \(total)")
    #expect(total == (prefix == "torch/" ? 174 : 261))
  }

  @Test("ModelOpt's fake quantization")
  func modelOpt() throws {
    var agreed = 0
    let goldens = try ToolGolden.all("modelopt-float8")
    for golden in goldens {
      let values = Fixture.named(golden.tensor).values
      let found = ModelOptFloat8Coder().trial(values, scopeLength: values.count)
      let differs = difference(
        "out_f32", golden.members["out_f32"], goldenText(found.values, inFull: false))
      agreed += differs.isEmpty ? 1 : 0
      #expect(differs == [], "\(golden)")
    }
    print("  ModelOpt's float8: \(agreed) of \(goldens.count)")
    #expect(goldens.count == 41)
  }

  @Test("a scope of zeros has scale 1, and a maximum that is too small for a scale, too")
  func dead() {
    let coder = ScaledFloatCoder(.float8E4M3FN, as: .torch)
    for values in [[], [0, -0.0], [Float.nan, .infinity], [Float.leastNonzeroMagnitude, 0]]
      as [[Float]]
    {
      #expect(coder.closed(values).scale == 1)
    }
    let scope = coder.closed([0, -0.0, .nan, .infinity, -.infinity])
    let decoded = coder.coded([0, -0.0, .nan, .infinity, -.infinity], under: scope).values
    #expect(decoded.map(canonicalBits) == [0, 0x8000_0000, 0x7FC0_0000, 0x43E0_0000, 0xC3E0_0000])
  }
}
