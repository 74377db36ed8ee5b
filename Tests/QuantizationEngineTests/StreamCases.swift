@testable import QuantizationEngine

extension ElementStream {
  /// A stream of bytes in memory.
  init(_ format: ElementFormat, byteOrder: ElementByteOrder = .little, bytes: [UInt8]) {
    self.init(format: format, byteOrder: byteOrder, count: bytes.count / format.byteCount) {
      elements, body in
      let size = format.byteCount
      let piece = Array(bytes[elements.lowerBound * size..<elements.upperBound * size])
      body(piece.span.bytes)
    }
  }

  /// A stream of integers of the size of the format's elements.
  init<Bits: FixedWidthInteger>(
    _ format: ElementFormat, byteOrder: ElementByteOrder = .little, bits: [Bits]
  ) {
    let bytes = bits.flatMap { bits in
      (0..<Bits.bitWidth / 8).map { place in
        let shift = byteOrder == .little ? 8 * place : Bits.bitWidth - 8 - 8 * place
        return UInt8(truncatingIfNeeded: bits >> Bits(shift))
      }
    }
    self.init(format, byteOrder: byteOrder, bytes: bytes)
  }
}
