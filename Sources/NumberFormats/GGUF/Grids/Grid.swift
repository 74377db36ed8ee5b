extension GGUF {
  /// The rows of small integers among which the indices of a block choose, 8 or 4 to a row.
  ///
  /// A row is packed in 16 bits, its first integer in the lowest: 2 bits each for 8 integers, 4 bits
  /// each for 4, and these say which of the levels it is. Packed rows are in ascending order and
  /// written as four hexadecimal digits, one row after another. There are as many rows as an index
  /// of its bits can name.
  ///
  /// Source of the rows: the tables of `src/ggml-common.h` of ggml 0.25.3, under the MIT licence.
  struct Grid<Row: SIMD>: Sendable where Row.Scalar == Float, Row: Sendable {
    private let rows: [Row]

    /// The grid of some rows.
    ///
    /// - Parameters:
    ///   - levels: The integers, in ascending order.
    ///   - digits: The rows.
    init(levels: [Float], _ digits: String) {
      let bitCount = UInt32(16 / Row.scalarCount)
      var rows: [Row] = []
      var packed: UInt32 = 0
      for (place, digit) in digits.enumerated() {
        packed = packed << 4 | UInt32(digit.hexDigitValue ?? 0)
        guard place % 4 == 3 else { continue }
        var row = Row()
        for index in row.indices {
          row[index] = levels[Int(packed & (1 << bitCount - 1))]
          packed >>= bitCount
        }
        rows.append(row)
      }
      self.rows = rows
    }

    /// How many rows there are.
    var count: Int { rows.count }

    /// The row of an index.
    @inline(__always)
    subscript(index: UInt32) -> Row { rows[Int(index)] }
  }
}
