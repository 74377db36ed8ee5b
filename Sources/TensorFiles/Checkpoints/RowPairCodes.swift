/// Codes of four bits in two's complement, those of two neighbouring rows in the halves of a byte: the
/// even row in the low one.
///
/// Source: nvidia-modelopt 0.47.0, `export/quant_utils.py`, `pack_int4_in_uint8`.
struct RowPairCodes: LayerCodes {
  /// Where they lie.
  let part: StoredTensor
  /// How many columns the layer has.
  let columnCount: Int

  var integers: StoredIntegers? { StoredIntegers(codes: self, range: -8...7) }

  func unpack(_ area: LayerArea, into target: UnsafeMutablePointer<Float>, stride: Int) {
    unsafe part.file.withUnsafeBytes(in: part.bytes) { bytes in
      for row in area.rows {
        let source = row / 2 * columnCount + area.columns.lowerBound
        let line = unsafe target + (row - area.rows.lowerBound) * stride
        let shift = UInt8(row & 1) * 4
        for column in 0..<area.columns.count {
          let half = unsafe Int8(bitPattern: (bytes[source &+ column] &>> shift) &<< 4) &>> 4
          unsafe (line + column).initialize(to: Float(half))
        }
      }
    }
  }

  func bytes(of rows: Range<Int>) -> Range<Int>? {
    // The halves of the first and the last byte may be those of rows that others read.
    (rows.lowerBound + 1) / 2 * columnCount..<max(
      rows.upperBound / 2, (rows.lowerBound + 1) / 2) * columnCount
  }
}
