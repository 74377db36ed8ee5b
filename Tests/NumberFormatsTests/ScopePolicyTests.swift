@testable import NumberFormats
import QuantizationEngine
import Testing

/// What becomes of values that are no numbers, and of scopes without any that matter.
@Suite struct ScopePolicyTests {
  private static let scopes = ScopeFormatTests.formats.filter {
    if case .scopes = $0.arithmetic { true } else { false }
  }

  private func values(_ format: NumberFormat, _ known: [Float], _ asked: [Float]) -> [Float] {
    guard case .scopes(let coder) = format.arithmetic else { return [] }
    return Self.coded(coder, known, asked)
  }

  private static func coded(_ coder: some ScopeCoder, _ known: [Float], _ asked: [Float]) -> [Float]
  {
    coder.coded(asked, under: coder.closed(known)).values
  }

  @Test(
    "NaN stays NaN or is what zero is; infinities stay or are what is largest", arguments: scopes)
  private func notFinite(_ format: NumberFormat) {
    let known = (-40...50).map { Float($0) / 64 }
    let huge = Float.greatestFiniteMagnitude
    let found = values(format, known, [.nan, 0, .infinity, huge, -.infinity, -huge])
    let isFloat = format.name.hasPrefix("fp8") || format.name.hasSuffix("float16")
    #expect(isFloat ? found[0].isNaN : found[0] == found[1])
    let hasInfinities = format.name.hasPrefix("fp8-e5m2") || format.name.hasSuffix("float16")
    #expect(found[2] == (hasInfinities ? .infinity : found[3]))
    #expect(found[4] == (hasInfinities ? -.infinity : found[5]))
    #expect(hasInfinities || (found[2] > 0 && found[4] <= 0))
  }

  @Test("zeros stay zeros where there is one", arguments: scopes)
  private func zeros(_ format: NumberFormat) {
    let hasNone =
      format.name == "power-of-two-4"
      || (format.name.hasPrefix("dorefa-w") && format.name != "dorefa-w1")
    for known in [[0, -0.0, 0], [.nan, 0], []] as [[Float]] {
      let found = values(format, known, [0, -0.0])
      #expect(hasNone ? found[0] == found[1] : found == [0, 0], "\(known)")
    }
  }

  @Test(
    "a scope of zeros has the tool's scale, and one of subnormal values too",
    arguments: [
      (.standard, .symmetric, 1, 1), (.standard, .asymmetric, 1, 1),
      (.torchAO, .symmetric, 0x1p-126, 0x1p-126), (.torchAO, .asymmetric, 0x1p-126, 0x1p-126),
      (.torchAOWithoutClipping, .symmetric, 0x1p-126, 0x1p-126),
      (.compressedTensors(.float32), .symmetric, 0x1p-23, 0x1p-23),
      (.compressedTensors(.bfloat16), .asymmetric, 0x1p-7, 0x1p-7),
      (.compressedTensors(.float16), .asymmetric, 0x1p-10, 0x1p-10),
      // 2 / 255 and 10⁻⁵ / 255 in float16, the latter a multiple of 2⁻²⁴.
      (.gptq, .symmetric, 0x1.01p-7, 0), (.gptq, .asymmetric, 0x1.01p-7, 0),
      (.awq, .asymmetric, 0x1p-24, 0x1p-24), (.dynamicFixedPoint, .symmetric, 0x1p-8, 0x1p-126),
    ] as [(IntegerTool, Symmetry, Float, Float)])
  private func dead(
    _ tool: IntegerTool, _ symmetry: Symmetry, _ ofZeros: Float, _ ofSubnormals: Float
  ) {
    let coder = IntegerCoder(8, symmetry, tool)
    #expect(coder.closed([0, 0, 0]).storedScale == ofZeros)
    #expect(coder.closed([]).storedScale == ofZeros)
    #expect(coder.closed([.nan, .infinity]).storedScale == ofZeros)
    #expect(coder.closed([0x1p-149, -0x1p-149, 0]).storedScale == ofSubnormals)
  }

  @Test("GPTQ clips the upper half of a symmetric group without negative values")
  func oneSided() {
    let coder = IntegerCoder(4, .symmetric, .gptq)
    let known: [Float] = [0, 5, 10, 15]
    #expect(coder.coded(known, under: coder.closed(known)).values == [0, 5, 7, 7])
    let both = known + [-1]
    #expect(coder.coded([15, -15, -16], under: coder.closed(both)).values == [14, -16, -16])
  }
}
