import TerminalScreen
import Testing

@Suite("bars")
struct BarChartTests {
  /// The rows of a chart drawn on a canvas of `x`, one column and one row larger.
  private func rows(_ bars: [Bar], columns: Int, rows: Int) -> [String] {
    var canvas = Canvas(size: ScreenSize(columns: columns + 1, rows: rows + 1), fill: Cell("x"))
    BarChart(bars).draw(
      on: &canvas, in: Rect(column: 0, row: 0, columns: columns, rows: rows))
    return (0..<canvas.size.rows).map { String(canvas.row($0).map(\.character)) }
  }

  @Test("eighths of one row, and nothing drawn beside")
  func eighths() {
    let bars = (0...8).map { Bar(share: Double($0) / 8) }
    #expect(rows(bars, columns: 9, rows: 1) == [" ▁▂▃▄▅▆▇█x", "xxxxxxxxxx"])
  }

  @Test("whole cells below, the rest above")
  func twoRows() {
    let bars = [0.1, 0.5, 0.75, 1].map { Bar(share: $0) }
    #expect(rows(bars, columns: 4, rows: 2) == ["  ▄█x", "▂███x", "xxxxx"])
  }

  @Test("shaded bars go in half rows")
  func shaded() {
    let bars = [0, 0.2, 0.4, 0.7, 1].map { Bar(share: $0, fill: .shaded) }
    #expect(rows(bars, columns: 5, rows: 2) == ["   ░▒x", " ░▒▒▒x", "xxxxxx"])
  }

  @Test("bars beyond the rectangle are left out, and cells without a bar stay")
  func clipped() {
    #expect(rows([Bar(share: 1), Bar(share: 1)], columns: 1, rows: 1) == ["█x", "xx"])
    #expect(rows([Bar(share: 1)], columns: 2, rows: 1) == ["█xx", "xxx"])
  }

  @Test(
    "whatever is above zero is seen, and nothing is higher than the chart",
    arguments: [
      (0.0, 0), (-1, 0), (.nan, 0), (.leastNonzeroMagnitude, 1), (1e-9, 1), (0.5, 12), (1, 24),
      (2, 24), (.infinity, 24),
    ])
  func height(share: Double, eighths: Int) {
    #expect(BarChart.eighths(ofShare: share, rows: 3) == eighths)
    #expect(BarChart.eighths(ofShare: share, rows: 0) == 0)
  }

  @Test("a share that is not all or nothing is neither as cells")
  func cells() {
    #expect(
      [0, 0.001, 0.5, 0.999, 1].map { BarChart.cells(ofShare: $0, columns: 10) } == [
        0, 1, 5, 9, 10,
      ])
    #expect(BarChart.cells(ofShare: 0.5, columns: 0) == 0)
  }

  @Test("a share has a place from the first to the last column")
  func place() {
    #expect([0, 0.5, 1, 7].map { BarChart.place(ofShare: $0, columns: 11) } == [0, 5, 10, 10])
    #expect(BarChart.place(ofShare: .nan, columns: 11) == 0)
    #expect(BarChart.place(ofShare: 1, columns: 0) == 0)
  }
}
