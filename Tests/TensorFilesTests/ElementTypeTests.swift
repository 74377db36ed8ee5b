import Testing

@testable import TensorFiles

@Suite("element types")
struct ElementTypeTests {
  @Test("names, short names and sizes")
  func table() {
    let rows = ElementType.allCases.map { "\($0.rawValue) \($0.abbreviation) \($0.byteCount)" }
    #expect(
      rows == [
        "float16 f16 2", "bfloat16 bf16 2", "float32 f32 4", "float64 f64 8", "int8 i8 1",
        "uint8 u8 1", "int16 i16 2", "uint16 u16 2", "int32 i32 4", "uint32 u32 4", "int64 i64 8",
        "uint64 u64 8", "bool bool 1",
      ])
  }

  @Test("both names are understood, nothing else is", arguments: ElementType.allCases)
  func spelling(type: ElementType) {
    #expect(ElementType(spelling: type.rawValue) == type)
    #expect(ElementType(spelling: type.abbreviation) == type)
    #expect(ElementType(spelling: type.rawValue + " ") == nil)
    #expect(ElementType(spelling: "") == nil)
  }

  @Test("a description counts elements and bytes, or is not made")
  func description() {
    func counts(_ shape: [Int], _ type: ElementType = .float32) -> [Int]? {
      TensorDescription(name: "w", elementType: type, shape: shape)
        .map { [$0.elementCount, $0.byteCount] }
    }
    #expect(counts([]) == [1, 4])
    #expect(counts([64, 3, 7, 7]) == [9408, 37632])
    #expect(counts([4, 0]) == [0, 0])
    #expect(counts([-1]) == nil)
    #expect(counts([0, -1]) == nil)
    #expect(counts([Int.max], .int8) == [Int.max, Int.max])
    #expect(counts([Int.max]) == nil)
    #expect(counts([1 << 61], .float32) == nil)
    #expect(counts([1 << 60], .float32) == [1 << 60, 1 << 62])
    #expect(counts([1 << 32, 1 << 32, 0]) == nil)
    #expect(counts([0, 1 << 32, 1 << 32]) == nil)
  }
}
