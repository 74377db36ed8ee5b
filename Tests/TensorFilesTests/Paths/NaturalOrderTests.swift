import Testing

@testable import TensorFiles

@Suite("natural order")
struct NaturalOrderTests {
  @Test("numbers in names are compared as numbers, of any length")
  func sorted() {
    let ascending = [
      "", "a", "a0", "a00", "a1", "a01", "a1b", "a2", "a9", "a10", "a10.b2", "a10.b10", "a010.b10",
      "a99999999999999999999998", "a99999999999999999999999", "ab", "layer.9.weight",
      "layer.10.bias", "layer.10.weight", "é",
    ]
    for (place, first) in ascending.enumerated() {
      #expect(!NaturalOrder.precedes(first, first), "\(first)")
      for second in ascending[(place + 1)...] {
        #expect(NaturalOrder.precedes(first, second), "\(first) before \(second)")
        #expect(!NaturalOrder.precedes(second, first), "\(second) not before \(first)")
      }
    }
  }
}
