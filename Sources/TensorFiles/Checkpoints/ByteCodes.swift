import QuantizationEngine

/// Codes of a byte each, row after row.
struct ByteCodes: LayerCodes {
  /// Where they lie.
  let part: StoredTensor
  /// How many a row has.
  let rowLength: Int
  /// The level of each byte.
  let levels: [Float]

  /// Codes whose levels are the numbers that a type has for bytes.
  init(_ part: StoredTensor, rowLength: Int, type: ElementType) {
    self.init(part, rowLength: rowLength, levels: type.valueTable)
  }

  /// Codes with such levels.
  init(_ part: StoredTensor, rowLength: Int, levels: [Float]) {
    self.part = part
    self.rowLength = rowLength
    self.levels = levels
  }

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
