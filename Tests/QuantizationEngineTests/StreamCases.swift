@testable import QuantizationEngine

extension ElementStream {
  /// A stream of bytes in memory.
  init(_ elementType: ElementType, byteOrder: ByteOrder = .little, bytes: [UInt8]) {
    self.init(
      elementType: elementType, byteOrder: byteOrder, count: bytes.count / elementType.byteCount
    ) {
      elements, body in
      let size = elementType.byteCount
      let piece = Array(bytes[elements.lowerBound * size..<elements.upperBound * size])
      body(piece.span.bytes)
    }
  }

  /// A stream of integers of the size of the type's elements.
  init<Bits: FixedWidthInteger>(
    _ elementType: ElementType, byteOrder: ByteOrder = .little, bits: [Bits]
  ) {
    let bytes = bits.flatMap { bits in
      (0..<Bits.bitWidth / 8).map { place in
        let shift = byteOrder == .little ? 8 * place : Bits.bitWidth - 8 - 8 * place
        return UInt8(truncatingIfNeeded: bits >> Bits(shift))
      }
    }
    self.init(elementType, byteOrder: byteOrder, bytes: bytes)
  }
}
