import Testing

@testable import QuantizationEngine

@Suite("element types")
struct ElementTypeTests {
  @Test("names, short names and sizes")
  func table() {
    let rows = ElementType.allCases.map { "\($0.rawValue) \($0.abbreviation) \($0.byteCount)" }
    #expect(
      rows == [
        "float16 f16 2", "bfloat16 bf16 2", "float32 f32 4", "float64 f64 8", "int8 i8 1",
        "uint8 u8 1", "int16 i16 2", "uint16 u16 2", "int32 i32 4", "uint32 u32 4", "int64 i64 8",
        "uint64 u64 8", "bool bool 1", "float8_e4m3fn f8e4m3fn 1", "float8_e5m2 f8e5m2 1",
        "float8_e4m3fnuz f8e4m3fnuz 1", "float8_e5m2fnuz f8e5m2fnuz 1",
        "float8_e8m0fnu f8e8m0fnu 1", "float8_e4m3 f8e4m3 1", "float8_e3m4 f8e3m4 1",
        "float8_e4m3b11fnuz f8e4m3b11fnuz 1", "float6_e2m3fn f6e2m3fn 1",
        "float6_e3m2fn f6e3m2fn 1", "float4_e2m1fn f4e2m1fn 1", "int4 int4 1", "uint4 uint4 1",
        "int2 int2 1", "uint2 uint2 1",
      ])
  }

  @Test("both names are understood, nothing else is", arguments: ElementType.allCases)
  func spelling(type: ElementType) {
    #expect(ElementType(spelling: type.rawValue) == type)
    #expect(ElementType(spelling: type.abbreviation) == type)
    #expect(ElementType(spelling: type.rawValue + " ") == nil)
    #expect(ElementType(spelling: "") == nil)
  }
}
