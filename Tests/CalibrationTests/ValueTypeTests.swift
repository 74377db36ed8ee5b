import Calibration
import QuantizationEngine
import Testing

/// Schemes that meet tensors of other types than float32.
@Suite struct ValueTypeTests {
  @Test("small floats stay what they are, and all else is float32 to a tool")
  func types() {
    let scheme = Scheme.standard
    #expect(scheme.valueType == .float32)
    for type in ElementType.allCases {
      let expected: ElementType = type == .float16 || type == .bfloat16 ? type : .float32
      #expect(scheme.meeting(type).valueType == expected)
    }
    #expect(scheme.meeting(.bfloat16).meeting(.float32) == scheme)
  }

  @Test("what else a scheme is, it stays", arguments: ToolchainCatalog.all.map(\.name))
  func toolchains(name: String) throws {
    let toolchain = try ToolchainCatalog.toolchain(named: name)
    let schemes = [8, 16].flatMap { bits in
      Symmetry.allCases.flatMap { symmetry in
        Signedness.allCases.compactMap { signedness in
          try? toolchain.scheme(
            Scheme(bitWidth: bits, symmetry: symmetry, signedness: signedness)
              .with(scope: toolchain.granularities.standard.scope))
        }
      }
    }
    #expect(!schemes.isEmpty)
    for scheme in schemes {
      let met = scheme.meeting(.float16)
      #expect(met.valueType == .float16 && met.rule.name == name)
      #expect(met.quantMin == scheme.quantMin && met.quantMax == scheme.quantMax)
      #expect(met.meeting(.float32) == scheme)
      if let typed = try? toolchain.scheme(scheme.with(valueType: .float16)) {
        #expect(met == typed && met.scaleType == toolchain.scaleType(for: typed))
      }
    }
  }

  @Test("a width that float16 does not hold is said to be that", arguments: [false, true])
  func wide(isTorchAO: Bool) throws {
    let tool: any Toolchain = isTorchAO ? TorchAOToolchain() : CompressedTensorsToolchain()
    let range = ClippingRange(lower: -65504, upper: 65504)
    let scheme = try tool.scheme(Scheme(bitWidth: 8, signedness: .signed))
    #expect(throws: Never.self) { try scheme.encoding(for: range) }
    let error = #expect(throws: EncodingError.scaleOverflows(range, in: .float16)) {
      try scheme.meeting(.float16).encoding(for: range)
    }
    #expect(
      error?.description
        == "clipping range -65504.0…65504.0, or its scale, is wider than a float16 can hold")
  }

  @Test("a rounding that somebody chose is kept")
  func rounding() throws {
    let toolchain = PPQToolchain()
    let scheme = try toolchain.scheme(
      Scheme(bitWidth: 8, symmetry: .symmetric), rounding: .halfDown)
    #expect(scheme.meeting(.bfloat16).arithmetic.rounding == .halfDown)
  }
}
