internal import QuantizationEngine
internal import TerminalScreen

/// The SQNR of all tensors as bars, the lowest on the left, and the line across them.
///
/// From 0 dB, where nothing is left of a tensor, to 60 dB; what is beyond is at the edge.
struct DamagePicture: Hashable, Sendable {
  /// The bars, each of the worst tensor of its share of them.
  let bars: [Bar]
  /// The row in which the line is, counted from the first; nil without one.
  let line: Int?

  /// What the highest bar stands for, in dB.
  static let highest = 60.0

  /// The picture of a profile in so many columns and rows.
  init(_ decibels: [Double], threshold: Double?, columns: Int, rows: Int) {
    // Few tensors have wide bars, many share one.
    bars = (0..<(decibels.isEmpty ? 0 : max(columns, 0))).map { column in
      let value = decibels[column * decibels.count / columns]
      let isBelow = threshold.map { value < $0 } ?? false
      return Bar(
        share: DamagePicture.share(value), fill: isBelow ? .shaded : .solid,
        style: isBelow ? Style(.clipped) : Style(.quantized))
    }
    line = threshold.flatMap { threshold in
      guard rows > 0, threshold >= 0, threshold <= DamagePicture.highest else { return nil }
      // A bar that reaches it ends below it.
      return rows - 1 - min(Int(threshold / DamagePicture.highest * Double(rows)), rows - 1)
    }
  }

  /// How many dB a row stands for, counted from the first of so many: its middle.
  static func decibels(ofRow row: Int, among rows: Int) -> Double {
    let share = (Double(rows - 1 - row) + 0.5) / Double(max(rows, 1))
    return (min(max(share, 0), 1) * highest).rounded()
  }

  private static func share(_ decibels: Double) -> Double {
    min(max(decibels / highest, 0.001), 1)
  }
}

/// Draws the picture of all damages in its frame.
enum DamagePictureView {
  /// Draws the picture of a screen.
  static func draw(
    _ screen: TensorsScreen, _ sheet: Worksheet, _ layout: TensorsLayout,
    on canvas: inout Canvas
  ) {
    guard !layout.profile.isEmpty else { return }
    let note = screen.threshold == nil ? "" : TensorWords.below(screen, sheet)
    Frame(title: StyledText(TensorWords.pictureTitle(screen, sheet), .strong), note: note)
      .draw(on: &canvas, in: layout.profile)
    let rect = layout.bars
    let picture = DamagePicture(
      screen.profile.decibels, threshold: screen.threshold, columns: rect.columns,
      rows: rect.rows)
    BarChart(picture.bars).draw(on: &canvas, in: rect)
    for (decibels, row) in [(60, rect.row), (30, rect.row + rect.rows / 2), (0, rect.lastRow)] {
      // The line's own number stands where it is.
      let isTaken = picture.line.map { (rect.row + $0 - row).magnitude <= 1 } ?? false
      guard !isTaken else { continue }
      canvas.write(StyledText("\(decibels)", .muted), endColumn: rect.column - 1, row: row)
    }
    guard let line = picture.line else { return }
    for column in 0..<rect.columns {
      // It is seen above the bars; those that reach it are not below it.
      let place = (column: rect.column + column, row: rect.row + line)
      guard canvas[column: place.column, row: place.row].character == " " else { continue }
      canvas[column: place.column, row: place.row] = Cell("─", style: .accent)
    }
    canvas.write(
      StyledText(TensorWords.decibels(screen.threshold ?? 0), .accent),
      endColumn: rect.column - 1, row: rect.row + line)
  }
}
