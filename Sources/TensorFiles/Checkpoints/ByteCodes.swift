import QuantizationEngine

/// Codes of a byte each, row after row.
struct ByteCodes: LayerCodes {
  /// Where they lie.
  let part: StoredTensor
  /// How many a row has.
  let rowLength: Int
  /// The level of each byte.
  let levels: [Float]
  /// The whole numbers that levels are; nil where they are none.
  private let range: ClosedRange<Int>?

  /// Codes whose levels are the numbers that a type has for bytes.
  ///
  /// - Parameters:
  ///   - part: Where they lie.
  ///   - rowLength: How many a row has.
  ///   - type: The type.
  ///   - bitWidth: How many bits of a whole number count, where bytes hold narrower ones.
  init(_ part: StoredTensor, rowLength: Int, type: ElementType, bitWidth: Int? = nil) {
    let half = 1 << ((bitWidth ?? 8) - 1)
    self.init(
      part, rowLength: rowLength, levels: type.valueTable,
      range: type == .int8 ? -half...half - 1 : nil)
  }

  /// Codes with such levels.
  init(_ part: StoredTensor, rowLength: Int, levels: [Float], range: ClosedRange<Int>?) {
    self.range = range
    self.part = part
    self.rowLength = rowLength
    self.levels = levels
  }

  var integers: StoredIntegers? { range.map { StoredIntegers(codes: self, range: $0) } }

  func unpack(_ area: LayerArea, into target: UnsafeMutablePointer<Float>, stride: Int) {
    unsafe part.file.withUnsafeBytes(in: part.bytes) { bytes in
      unsafe levels.withUnsafeBufferPointer { levels in
        for row in area.rows {
          let source = row * rowLength + area.columns.lowerBound
          let line = unsafe target + (row - area.rows.lowerBound) * stride
          for column in 0..<area.columns.count {
            unsafe (line + column).initialize(to: levels[Int(bytes[source &+ column])])
          }
        }
      }
    }
  }

  func bytes(of rows: Range<Int>) -> Range<Int>? {
    rows.lowerBound * rowLength..<rows.upperBound * rowLength
  }
}
