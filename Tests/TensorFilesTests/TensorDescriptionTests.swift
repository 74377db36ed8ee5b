import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("tensor descriptions")
struct TensorDescriptionTests {
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
