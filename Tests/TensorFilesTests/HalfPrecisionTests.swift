import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("half precision, all bit patterns")
struct HalfPrecisionTests {
  /// Every 16-bit pattern once, in a raw file.
  private func decodedPatterns(as type: ElementType) throws -> [Float] {
    let folder = try ScratchFolder()
    let bytes = (0...UInt16.max).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let values = try folder.read("all.bin", bytes, layout: RawLayout(elementType: type)).values
    guard case .float32(let floats) = values else { return [] }
    return floats
  }

  @Test("float16 is widened as the processor widens it, NaN payloads too")
  func float16() throws {
    let values = try decodedPatterns(as: .float16)
    try #require(values.count == 65_536)
    let wrong = (0...UInt16.max).filter { pattern in
      let half = Float16(bitPattern: pattern)
      var expected = Float(half).bitPattern
      // What a conversion makes of a signalling NaN is the processor's affair: here it is quiet.
      if half.isNaN {
        let sign = UInt32(pattern & 0x8000) << 16
        expected = sign | 0x7FC0_0000 | UInt32(pattern & 0x3FF) << 13
      }
      return values[Int(pattern)].bitPattern != expected
    }
    #expect(wrong == [])
  }

  @Test("float16 agrees with its definition")
  func float16Definition() throws {
    let values = try decodedPatterns(as: .float16).map(Double.init)
    let expected = (0...UInt64(UInt16.max)).map { SlowDecoder.value($0, as: .float16) }
    #expect(difference(values, expected) == nil)
  }

  @Test("bfloat16 is the upper half of a float32, bit for bit")
  func bfloat16() throws {
    let values = try decodedPatterns(as: .bfloat16)
    let expected = (0...UInt16.max).map { UInt32($0) << 16 }
    #expect(values.map(\.bitPattern) == expected)
  }

  @Test("bfloat16 agrees with its definition")
  func bfloat16Definition() throws {
    let values = try decodedPatterns(as: .bfloat16).map(Double.init)
    let expected = (0...UInt64(UInt16.max)).map { SlowDecoder.value($0, as: .bfloat16) }
    #expect(difference(values, expected) == nil)
  }
}
