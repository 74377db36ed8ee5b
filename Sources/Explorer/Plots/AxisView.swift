internal import TerminalScreen

/// Draws an axis with its marks and values.
enum AxisView {
  /// Draws the marks into one row and the values into another, which may be empty.
  static func draw(_ line: AxisLine, on canvas: inout Canvas, axisRow: Rect, labelRow: Rect) {
    if !axisRow.isEmpty {
      for (index, cell) in line.cells.prefix(axisRow.columns).enumerated() {
        canvas[column: axisRow.column + index, row: axisRow.row] = cell
      }
    }
    guard !labelRow.isEmpty else { return }
    for label in line.labels {
      canvas.write(
        label.text, style: label.style, column: labelRow.column + label.column, row: labelRow.row)
    }
  }
}
