/// Codes in words of 32 bits down the columns of a matrix that is stored transposed: a word has
/// neighbours of one row of the layer, and beside it lie those of the next rows.
///
/// A line of the cache holds the words of 16 rows, so rectangles are many rows high.
struct ColumnWordCodes: LayerCodes {
  /// Where they lie: a matrix of words, with a column for each row of the layer.
  let part: StoredTensor
  /// How many rows the layer has.
  let rowCount: Int
  /// How codes lie in the words of a row.
  let packing: WordPacking

  var columnLimit: Int { 1 << 11 }

  var integers: StoredIntegers? {
    StoredIntegers(codes: self, range: 0...(1 << packing.bits) - 1)
  }

  func unpack(_ area: LayerArea, into target: UnsafeMutablePointer<Float>, stride: Int) {
    unsafe part.file.withUnsafeBytes(in: part.bytes) { bytes in
      guard let source = bytes.baseAddress else { return }
      if case .dense(4) = packing, area.columns.lowerBound & 7 == 0, area.columns.count & 7 == 0 {
        return unsafe unpackNibbles(area, from: source, into: target, stride: stride)
      }
      let (length, words) = packing.bundle
      let bundles = area.columns.lowerBound / length...(area.columns.upperBound - 1) / length
      for bundle in bundles {
        let codes = bundle * length..<(bundle + 1) * length
        let wanted = codes.clamped(to: area.columns)
        let first = wanted.lowerBound - codes.lowerBound
        for row in area.rows {
          let start = unsafe source + 4 &* (bundle &* words &* rowCount &+ row)
          let place =
            (row &- area.rows.lowerBound) &* stride &+ wanted.lowerBound &- area.columns.lowerBound
          let line = unsafe target + place
          for place in 0..<wanted.count {
            let code = packing.code(first &+ place) { word in
              unsafe UInt32(
                littleEndian: start.loadUnaligned(
                  fromByteOffset: 4 &* word &* rowCount, as: UInt32.self))
            }
            unsafe (line + place).initialize(to: Float(code))
          }
        }
      }
    }
  }

  /// Four bits and whole words: two levels for each byte of a word.
  private func unpackNibbles(
    _ area: LayerArea, from source: UnsafeRawPointer, into target: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    unsafe Self.pairs.withUnsafeBufferPointer { pairs in
      for word in area.columns.lowerBound / 8..<area.columns.upperBound / 8 {
        let start = unsafe source + 4 &* (word &* rowCount &+ area.rows.lowerBound)
        let column = unsafe target + (word &* 8 &- area.columns.lowerBound)
        for row in 0..<area.rows.count {
          let codes = unsafe UInt32(
            littleEndian: start.loadUnaligned(fromByteOffset: 4 &* row, as: UInt32.self))
          let place = unsafe UnsafeMutableRawPointer(column + row &* stride)
          for byte in 0..<4 {
            let pair = unsafe pairs[Int(codes &>> UInt32(8 &* byte) & 0xFF)]
            unsafe place.storeBytes(of: pair, toByteOffset: 8 &* byte, as: SIMD2<Float>.self)
          }
        }
      }
    }
  }

  /// The two codes of each byte.
  private static let pairs = NibbleCodes.pairs((0..<16).map { Float($0) }, order: .lowFirst)

  func bytes(of rows: Range<Int>) -> Range<Int>? { nil }
}
