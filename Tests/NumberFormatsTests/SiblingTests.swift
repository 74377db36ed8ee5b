import Testing

@testable import NumberFormats

/// Formats that differ in one thing alone.
@Suite struct SiblingTests {
  @Test("a format is its own sibling, and who is a sibling has the same siblings")
  func kinds() {
    for format in NumberFormat.all {
      for facet in FormatFacet.allCases {
        let siblings = format.siblings(by: facet)
        #expect(siblings.contains(format))
        #expect(Set(siblings).count == siblings.count)
        for sibling in siblings { #expect(sibling.siblings(by: facet) == siblings) }
      }
    }
  }

  @Test("no two formats are siblings in two things")
  func oneThing() {
    for format in NumberFormat.all {
      var seen: Set<NumberFormat> = []
      for facet in FormatFacet.allCases {
        let others = format.siblings(by: facet).filter { $0 != format }
        #expect(seen.isDisjoint(with: others), "\(format.name)")
        seen.formUnion(others)
      }
    }
  }

  @Test(
    "these are siblings, in this order",
    arguments: [
      ("gguf-q4_k", FormatFacet.bits, "gguf-q2_k gguf-q3_k gguf-q4_k gguf-q5_k gguf-q6_k"),
      (
        "gguf-q4_0", .bits,
        "gguf-q1_0 gguf-q2_0 gguf-q4_0 gguf-q4_1 gguf-q5_0 gguf-q5_1 gguf-q8_0"
      ),
      ("int4:g32", .bits, "int2:g32 int3:g32 int4:g32 int8:g32"),
      ("int4:g32", .blocks, "int4 int4:channel int4:g32 int4:g64 int4:g128"),
      ("int4:g32", .symmetry, "int4:g32 int4-asym:g32"),
      ("mxfp4", .bits, "mxfp4 mxfp6-e2m3 mxfp6-e3m2 mxfp8-e4m3 mxfp8-e5m2"),
      ("mxfp4", .arithmetic, "mxfp4 mxfp4:ceil mxfp4:even mxfp4:rceil mxfp4:modelopt"),
      ("mxfp4", .blocks, "mxfp4"),
      ("fp8-e4m3", .blocks, "fp8-e4m3 fp8-e4m3:channel fp8-e4m3:block fp8-e4m3:cast"),
      ("fp8-e4m3", .arithmetic, "fp8-e4m3 fp8-e4m3:modelopt"),
      (
        "fp4-e2m1:channel", .bits,
        "fp4-e2m1:channel fp6-e2m3:channel fp6-e3m2:channel fp8-e4m3:channel fp8-e5m2:channel"
      ),
      ("log2-3", .bits, "log2-3 log2-4 log2-5"),
      ("log2-3", .arithmetic, "log2-3 log2-3:nearest"),
      ("ternary", .arithmetic, "ternary ternary:bitnet"),
      ("bfloat16", .bits, "bfloat16"),
    ])
  func lists(name: String, facet: FormatFacet, names: String) throws {
    let format = try #require(NumberFormat.named(name))
    #expect(
      Set(format.siblings(by: facet).map(\.name))
        == Set(names.split(separator: " ").map(String.init)))
    if facet == .bits {
      #expect(format.siblings(by: facet).map(\.name).joined(separator: " ") == names)
    }
  }
}
