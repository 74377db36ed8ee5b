import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("spellings of types")
struct ElementSpellingTests {
  @Test("a type by our names, the long and the short", arguments: ElementType.allCases)
  func ours(type: ElementType) {
    for name in [type.rawValue, type.abbreviation] {
      #expect(ElementSpelling(name) == ElementSpelling(type), "\(name)")
    }
  }

  @Test(
    "a type by NumPy's names, with and without an order",
    arguments: [
      ("f2", ElementType.float16), ("f4", .float32), ("f8", .float64), ("i1", .int8),
      ("i2", .int16), ("i4", .int32), ("u1", .uint8), ("u2", .uint16), ("u4", .uint32),
      ("b1", .bool), ("?", .bool),
    ])
  func theirs(name: String, type: ElementType) {
    #expect(ElementSpelling(name) == ElementSpelling(type))
    #expect(ElementSpelling("<" + name) == ElementSpelling(type, .little))
    #expect(ElementSpelling(">" + name) == ElementSpelling(type, .big))
    #expect(ElementSpelling("=" + name) == ElementSpelling(type, .native))
    #expect(ElementSpelling("|" + name) == ElementSpelling(type))
  }

  @Test("i8 and u8 are ours without a sign and NumPy's with one")
  func ambiguous() {
    #expect(ElementSpelling("i8") == ElementSpelling(.int8))
    #expect(ElementSpelling("u8") == ElementSpelling(.uint8))
    #expect(ElementSpelling("<i8") == ElementSpelling(.int64, .little))
    #expect(ElementSpelling(">u8") == ElementSpelling(.uint64, .big))
  }

  @Test("our names have an order too, but for those of fewer than 8 bits")
  func signed() {
    #expect(ElementSpelling(">bfloat16") == ElementSpelling(.bfloat16, .big))
    #expect(ElementSpelling("<bf16") == ElementSpelling(.bfloat16, .little))
    #expect(ElementSpelling(">f32") == ElementSpelling(.float32, .big))
    #expect(ElementSpelling(">float8_e4m3fn") == ElementSpelling(.float8E4M3FN, .big))
    for text in [">int4", "<uint2", "|float4_e2m1fn"] { #expect(ElementSpelling(text) == nil) }
  }

  @Test("anything else spells no type")
  func none() {
    for text in ["", ">", "<<f4", "> f4", "f4 ", "f16f", "F4", "f1", "V2", "<O", "i3", "\u{301}f4"]
    {
      #expect(ElementSpelling(text) == nil, "\(text)")
    }
  }
}
