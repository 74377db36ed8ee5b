/// The fields of a block that are wider than a byte, little-endian as everything in a block.
extension Span<UInt8> {
  /// The 16-bit integer that starts at a byte.
  @inline(__always)
  func uint16(at byte: Int) -> UInt16 {
    UInt16(self[byte]) | UInt16(self[byte &+ 1]) << 8
  }

  /// The 32-bit integer that starts at a byte.
  @inline(__always)
  func uint32(at byte: Int) -> UInt32 {
    UInt32(uint16(at: byte)) | UInt32(uint16(at: byte &+ 2)) << 16
  }

  /// The float16 number that starts at a byte, exactly; a NaN stays one.
  @inline(__always)
  func float16(at byte: Int) -> Float {
    Float(Float16(bitPattern: uint16(at: byte)))
  }
}

extension MutableSpan<UInt8> {
  /// Stores a 32-bit integer in four bytes.
  @inline(__always)
  mutating func setUInt32(_ value: UInt32, at byte: Int) {
    for index in 0..<4 {
      self[byte &+ index] = UInt8(truncatingIfNeeded: value &>> UInt32(8 &* index))
    }
  }
}
