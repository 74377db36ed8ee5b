import NumberFormats
import QuantizationEngine
import TestSupport
import Testing

/// The casts of ml_dtypes, PyTorch and NumPy, bit for bit: `golden/tools/casts.tsv`.
@Suite struct CastGoldenTests {
  @Test(
    "a cast has the tool's codes and values",
    arguments: [("ml_dtypes", 1046), ("torch", 428), ("numpy", 48)])
  func casts(_ tool: String, _ count: Int) throws {
    let goldens = try ToolGolden.all("casts", tool + "/")
    var tally = GoldenTally("casts of \(tool)")
    for golden in goldens.thinnedInDebug { tally.count(golden) { try differences(golden) } }
    tally.report()
    #expect(tally.differences == [])
    #expect(goldens.count == count)
  }

  private func differences(_ golden: ToolGolden) throws -> [String] {
    let parts = golden.record.split(separator: "/").map(String.init)
    let type = try #require(ElementType(rawValue: parts[1]))
    let cast = try #require(TestedCast(type, parts[0]))
    var values = parts[2] == "sweep" ? Self.sweep : Fixture.named(golden.tensor).values
    if parts[2] == "sweep", type.bitCount == 16 { values.removeAll(where: \.isNaN) }
    var scale: Float = 1
    var differs: [String] = []
    if parts[2] == "amax_scaled" {
      scale = largestMagnitude(values) / cast.largest
      values = values.map { $0 / scale }
      differs += difference(
        "scale", golden.float("scale").map(canonicalBits), canonicalBits(scale))
    }
    let codes = values.map(cast.code)
    let found =
      type.bitCount == 16
      ? ToolGolden.digest(of: codes)
      : ToolGolden.digest(of: codes.map { UInt8($0) })
    differs += difference("q", golden.members["q"], found)
    let bits = codes.map { canonicalBits(cast.value($0) * scale) }
    return differs + difference("out_f32", golden.members["out_f32"], ToolGolden.digest(of: bits))
  }

  /// All upper halves of a float32, each with lower halves around ties.
  private static let sweep: [Float] = (0..<1 << 16).flatMap { upper in
    [0, 1, 0x7FFF, 0x8000, 0x8001, 0xFFFF].map { Float(bitPattern: UInt32(upper) << 16 | $0) }
  }

  /// The largest magnitude as NumPy has it: NaN where there is one.
  private func largestMagnitude(_ values: [Float]) -> Float {
    values.contains(where: \.isNaN) ? .nan : values.map(\.magnitude).max() ?? 0
  }
}

/// A cast under test, that of a power of two among them.
private struct TestedCast {
  let code: (Float) -> UInt16
  let value: (UInt16) -> Float
  let largest: Float

  init?(_ type: ElementType, _ tool: String) {
    if type == .float8E8M0FNU {
      code = {
        UInt16(tool == "torch" ? PowerOfTwoCode.code(ofMagnitude: $0) : PowerOfTwoCode.code(of: $0))
      }
      value = { PowerOfTwoCode.value(of: UInt8($0)) }
      largest = 0x1p127
      return
    }
    guard
      let cast = SmallFloatCode(type, as: tool == "torch" ? .torch : .mlDtypes),
      let parts = SmallFloat(type)
    else { return nil }
    code = cast.code(of:)
    value = cast.value(of:)
    largest = cast.value(of: parts.largestPattern)
  }
}
