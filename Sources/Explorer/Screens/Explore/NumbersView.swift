internal import QuantizationEngine
internal import TerminalScreen

/// Draws the numbers under the picture.
enum NumbersView {
  /// Draws the numbers of the block: three columns and the shares of the error, or as many as fit.
  static func draw(_ sheet: Worksheet, on canvas: inout Canvas, in rect: Rect) {
    var rest = rect
    let desk = sheet.desk
    let numbers: any NumberTable = desk.inForce == nil ? Numbers(desk) : RecodedNumbers(desk)
    if ScreenShape(sheet.size) == .full {
      let columns = Columns(rest)
      for (index, facts) in numbers.columns.enumerated() {
        for (row, fact) in facts.enumerated() {
          FactView.draw(
            fact, on: &canvas, in: columns.cell(index, row: rest.row + row),
            labelColumns: Columns.labels[index])
        }
      }
      _ = rest.cutTop(4)
      sources(desk, on: &canvas, in: rest.cutTop(1), columns)
    } else {
      let count = FactGrid.compactColumnCount(rest.columns)
      let width = (rest.columns - 1) / count
      let rows = max(min(FactGrid.compactRows(columns: rest.columns), rest.rows), 0)
      for (index, fact) in numbers.foremost.prefix(rows * count).enumerated() {
        FactView.draw(
          fact.withShortLabel, on: &canvas,
          in: Rect(
            column: rest.column + 1 + index % count * width, row: rest.row + index / count,
            columns: width - 1, rows: 1),
          labelColumns: 8)
      }
      _ = rest.cutTop(rows)
    }
    for extra in ExtraLines(desk, size: sheet.size).facts {
      let row = rest.cutTop(1)
      guard !row.isEmpty else { return }
      FactView.draw(
        extra, on: &canvas, in: row.inset(columns: 1, rows: 0), labelColumns: Columns.labels[0])
    }
  }

  /// Draws where the error comes from, or why there is none.
  private static func sources(
    _ desk: Desk, on canvas: inout Canvas, in rect: Rect, _ columns: Columns
  ) {
    guard !rect.isEmpty else { return }
    guard desk.inForce == nil else {
      FactView.draw(
        RecodedNumbers.asTuned(desk), on: &canvas, in: rect.inset(columns: 1, rows: 0),
        labelColumns: Columns.labels[0])
      return
    }
    if case .failure(let error) = desk.reading?.outcome {
      FactView.draw(
        Fact("no encoding", "\(error)"), on: &canvas, in: rect.inset(columns: 1, rows: 0),
        labelColumns: Columns.labels[0])
      return
    }
    if let bins = desk.reading?.measured?.error.divergence?.binCount {
      let cell = columns.cell(2, row: rect.row)
      canvas.write(
        "KL, JS on \(bins) bins", style: .muted, column: cell.column, row: rect.row,
        columns: cell.columns)
    }
    var row = rect.inset(columns: 1, rows: 0)
    _ = row.cutRight(row.endColumn - columns.cell(2, row: rect.row).column + 2)
    canvas.write("error", style: .muted, column: row.column, row: row.row)
    _ = row.cutLeft(Columns.labels[0])
    guard let share = ErrorShares.clipping(desk) else {
      canvas.write(
        ErrorShares.reasonForNone(desk), style: .strong, column: row.column, row: row.row,
        columns: row.columns)
      return
    }
    SharesView.draw(clipping: share, on: &canvas, in: row)
  }
}

/// Three columns of facts, as wide as there is room.
private struct Columns {
  /// How many columns the names of each column of facts take.
  static let labels = [12, 10, 8]

  private let starts: [Int]
  private let end: Int

  init(_ rect: Rect) {
    end = rect.endColumn - 1
    // The first column holds the longest texts; beyond 140 columns the facts stay together.
    let width = min(rect.columns, 140)
    starts = [
      rect.column + 1, rect.column + 1 + width * 43 / 100, rect.column + 1 + width * 73 / 100,
    ]
  }

  func cell(_ index: Int, row: Int) -> Rect {
    let next = index + 1 < starts.count ? starts[index + 1] - 1 : end
    return Rect(column: starts[index], row: row, columns: next - starts[index], rows: 1)
  }
}

/// Draws a fact: its name and the longest of its values that fits.
enum FactView {
  /// Draws a fact into a row, its value behind `labelColumns` columns.
  static func draw(_ fact: Fact, on canvas: inout Canvas, in rect: Rect, labelColumns: Int) {
    canvas.write(
      fact.label, style: .muted, column: rect.column, row: rect.row, columns: rect.columns)
    let room = rect.columns - labelColumns
    guard room > 0 else { return }
    canvas.write(
      fact.value(columns: room), column: rect.column + labelColumns, row: rect.row, columns: room)
  }
}

/// Draws how the error is shared out between rounding and clipping.
enum SharesView {
  /// Draws `rounding 61 % ███▒▒ clipping 39 %` across a row.
  static func draw(clipping share: Double, on canvas: inout Canvas, in rect: Rect) {
    let rounding = "rounding " + NumberText.percent(share: 1 - share)
    let clipping = "clipping " + NumberText.percent(share: share)
    let bar = Rect(
      column: rect.column + rounding.count + 1, row: rect.row,
      columns: min(rect.columns - rounding.count - clipping.count - 2, 48), rows: 1)
    canvas.write(rounding, style: Style(.quantized), column: rect.column, row: rect.row)
    let clipped = BarChart.cells(ofShare: share, columns: bar.columns)
    for column in 0..<bar.columns {
      canvas[column: bar.column + column, row: bar.row] =
        column < bar.columns - clipped
        ? Cell("█", style: Style(.quantized)) : Cell("▒", style: Style(.clipped))
    }
    canvas.write(clipping, style: Style(.clipped), column: bar.endColumn + 1, row: rect.row)
  }
}
