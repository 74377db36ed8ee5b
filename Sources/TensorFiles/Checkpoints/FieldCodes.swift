/// Codes in words of 32 bits, row after row, each row in words of its own.
struct FieldCodes: LayerCodes {
  /// Where they lie.
  let part: StoredTensor
  /// How many words a row has.
  let rowWordCount: Int
  /// How codes lie in them.
  let packing: WordPacking
  /// The code whose level is 0.
  let origin: Float

  var integers: StoredIntegers? {
    let first = -Int(origin)
    return StoredIntegers(codes: self, range: first...first + (1 << packing.bits) - 1)
  }

  func unpack(_ area: LayerArea, into target: UnsafeMutablePointer<Float>, stride: Int) {
    unsafe part.file.withUnsafeBytes(in: part.bytes) { bytes in
      for row in area.rows {
        let source = row * rowWordCount * 4
        let line = unsafe target + (row - area.rows.lowerBound) * stride
        for (place, column) in area.columns.enumerated() {
          let code = packing.code(column) { word in
            unsafe UInt32(
              littleEndian: bytes.loadUnaligned(
                fromByteOffset: source &+ 4 &* word, as: UInt32.self))
          }
          unsafe (line + place).initialize(to: Float(code) - origin)
        }
      }
    }
  }

  func bytes(of rows: Range<Int>) -> Range<Int>? {
    rows.lowerBound * rowWordCount * 4..<rows.upperBound * rowWordCount * 4
  }
}
