/// Zero-points that are codes in words of 32 bits, a run of words for each group, with a code for each
/// row.
struct PackedNumbers: LayerNumbers {
  /// Where the words of a group lie.
  enum Order: Hashable, Sendable {
    /// Side by side: a matrix with a row for each group.
    case groups
    /// One below the other: a matrix with a column for each group.
    case columns
  }

  /// How codes lie in words.
  enum Fields: Hashable, Sendable {
    /// One after another.
    case packed(WordPacking)
    /// Eight of four bits, in AWQ's order.
    case lanes
  }

  /// What a stored code stands for.
  enum Meaning: Hashable, Sendable {
    /// Itself less a number.
    case code(lessening: Float)
    /// One more, the sum taken of whole words: where a field is full, it carries into the next, as it was
    /// borrowed from it when 1 was subtracted from whole words.
    case wordsPlusOne
    /// One more, and of a full field 0.
    case fieldsPlusOne
  }

  /// Where they lie.
  let part: StoredTensor
  /// How many groups, or words of a group, lie side by side.
  let wordStep: Int
  /// Where the words of a group lie.
  let order: Order
  /// How codes lie in them.
  let fields: Fields
  /// What they stand for.
  let meaning: Meaning

  func numbers(of rows: Range<Int>, groups: Range<Int>) -> [Float] {
    unsafe part.file.withUnsafeBytes(in: part.bytes) { bytes in
      var numbers = Array(repeating: Float(0), count: rows.count * groups.count)
      for (column, group) in groups.enumerated() {
        for (line, row) in rows.enumerated() {
          let code = code(of: row) { word in
            let place = order == .groups ? group * wordStep + word : word * wordStep + group
            return unsafe UInt32(
              littleEndian: bytes.loadUnaligned(fromByteOffset: 4 &* place, as: UInt32.self))
          }
          numbers[line * groups.count + column] = code
        }
      }
      return numbers
    }
  }

  /// The zero-point of a row.
  private func code(of row: Int, _ word: (Int) -> UInt32) -> Float {
    switch fields {
    case .lanes: return Float(word(row / 8) &>> LaneCodes.shift(row & 7) & 15)
    case .packed(let packing):
      let mask = UInt32.max &>> UInt32(32 - packing.bits)
      switch meaning {
      case .code(let lessening): return Float(packing.code(row, word)) - lessening
      case .fieldsPlusOne: return Float((packing.code(row, word) &+ 1) & mask)
      case .wordsPlusOne:
        let ones = UInt32.max / mask
        return Float(packing.code(row) { word($0) &+ ones })
      }
    }
  }
}
