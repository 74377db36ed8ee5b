/// Codes of four bits as AWQ's GEMM kernels want them: a matrix that is stored transposed, with eight
/// neighbouring rows of the layer in a word, in the order 0 2 4 6 1 3 5 7.
///
///     code (row n, column k) = word (k, n / 8) >> 4·[0, 4, 1, 5, 2, 6, 3, 7][n mod 8] & 15
///
/// Source: autoawq 0.2.9, `awq/utils/packing_utils.py`.
struct LaneCodes: LayerCodes {
  /// Where they lie.
  let part: StoredTensor
  /// How many words there are for a column of the layer.
  let wordCount: Int

  var columnLimit: Int { 1 << 9 }

  var integers: StoredIntegers? { StoredIntegers(codes: self, range: 0...15) }

  func unpack(_ area: LayerArea, into target: UnsafeMutablePointer<Float>, stride: Int) {
    unsafe part.file.withUnsafeBytes(in: part.bytes) { bytes in
      guard let source = bytes.baseAddress else { return }
      for word in area.rows.lowerBound / 8...(area.rows.upperBound - 1) / 8 {
        let rows = (word * 8..<word * 8 + 8).clamped(to: area.rows)
        // Columns by sixteen, so that a row is written by whole lines of the cache.
        for first in Swift.stride(
          from: area.columns.lowerBound, to: area.columns.upperBound, by: 16)
        {
          let count = min(16, area.columns.upperBound - first)
          var codes = SIMD16<UInt32>()
          for index in 0..<count {
            let place = 4 &* ((first &+ index) &* wordCount &+ word)
            codes[index] = unsafe UInt32(
              littleEndian: source.loadUnaligned(fromByteOffset: place, as: UInt32.self))
          }
          for row in rows {
            let lane = (codes &>> Self.shift(row & 7)) & 15
            let levels = SIMD16<Float>(SIMD16<Int32>(truncatingIfNeeded: lane))
            let place =
              (row &- area.rows.lowerBound) &* stride &+ first &- area.columns.lowerBound
            let line = unsafe target + place
            if count == 16 {
              unsafe UnsafeMutableRawPointer(line).storeBytes(of: levels, as: SIMD16<Float>.self)
            } else {
              for index in 0..<count { unsafe (line + index).initialize(to: levels[index]) }
            }
          }
        }
      }
    }
  }

  /// From which bit on the code of a row lies.
  @inline(__always)
  static func shift(_ row: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: (row & 1) &* 16 &+ (row &>> 1) &* 4)
  }

  func bytes(of rows: Range<Int>) -> Range<Int>? { nil }
}
