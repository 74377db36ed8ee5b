import QuantizationEngine

/// A layer of one or more matrices each of which is listed transposed.
///
///     x[matrix, row, column] = stored[matrix, column, row]
struct TransposedLayer: DequantizedLayer {
  /// The layer as its codes lie: the rows of all matrices, one behind the other.
  let stored: GroupedLayer
  /// How many columns a matrix has as it is listed, which are rows as it is stored.
  let columnCount: Int

  /// How many rows a matrix has as it is listed.
  private var rowCount: Int { stored.columnCount }

  /// How many rows and columns are turned together.
  private static let tile = 256

  var parts: [StoredTensor] { stored.parts }
  var roundedTo: ElementType? { stored.roundedTo }
  var integers: StoredIntegers? { stored.integers }
  var storedColumnCount: Int { stored.columnCount }

  var unrounded: any DequantizedLayer {
    guard let grouped = stored.unrounded as? GroupedLayer else { return self }
    return TransposedLayer(stored: grouped, columnCount: columnCount)
  }

  func decode(
    _ elements: Range<Int>, into target: UnsafeMutablePointer<Float>
  ) throws(TensorFileError) {
    try LayerArea.forEach(
      in: elements, columnCount: columnCount, columnLimit: Self.tile
    ) { (area, place, stride) throws(TensorFileError) in
      var row = area.rows.lowerBound
      while row < area.rows.upperBound {
        let matrix = row / rowCount
        let end = min(area.rows.upperBound, (matrix + 1) * rowCount)
        let part = LayerArea(
          rows: matrix * columnCount + area.columns.lowerBound..<matrix * columnCount
            + area.columns.upperBound,
          columns: row - matrix * rowCount..<end - matrix * rowCount)
        let first = place + (row - area.rows.lowerBound) * stride
        unsafe try turn(part, into: target + first, stride: stride)
        row = end
      }
    }
  }

  /// Writes a rectangle of the stored layer as columns.
  private func turn(
    _ area: LayerArea, into target: UnsafeMutablePointer<Float>, stride: Int
  ) throws(TensorFileError) {
    let (height, width) = (area.rows.count, area.columns.count)
    var failure: TensorFileError?
    let values = unsafe [Float](unsafeUninitializedCapacity: height * width) { values, count in
      guard let base = values.baseAddress else { return }
      do throws(TensorFileError) {
        unsafe try stored.decode(area, into: base, stride: width)
        count = height * width
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    unsafe values.withUnsafeBufferPointer { values in
      for column in 0..<width {
        for row in 0..<height {
          let place = column &* stride &+ row
          unsafe (target + place).initialize(to: values[row &* width &+ column])
        }
      }
    }
  }

  func codeBytes(of elements: Range<Int>) -> Range<Int>? { nil }
}
