import NcursesBackend
import TerminalScreen
import Testing

@Suite("a canvas on its way to the terminal")
struct CanvasPrintingTests {
  @Test("nothing changed is nothing to draw, and nothing known is everything")
  func extremes() {
    let canvas = canvas("abcdef")
    #expect(canvas.changedColumns(inRow: 0, from: canvas, width: 6) == nil)
    #expect(canvas.changedColumns(inRow: 0, from: nil, width: 6) == 0..<6)
    #expect(canvas.changedColumns(inRow: 0, from: nil, width: 0) == nil)
  }

  @Test("what changed reaches from the first to the last difference, styles included")
  func range() {
    #expect(canvas("aXcYef").changedColumns(inRow: 0, from: canvas("abcdef"), width: 6) == 1..<4)
    var bold = canvas("abcdef")
    bold[column: 5, row: 0].style.isBold = true
    #expect(bold.changedColumns(inRow: 0, from: canvas("abcdef"), width: 6) == 5..<6)
  }

  @Test("what changed is cut at the width of the screen, and blanks surround a small canvas")
  func clipped() {
    #expect(canvas("abcdef").changedColumns(inRow: 0, from: canvas("abcdeX"), width: 5) == nil)
    #expect(canvas("abc").changedColumns(inRow: 0, from: canvas("abcde"), width: 8) == 3..<5)
    #expect(canvas("abc").changedColumns(inRow: 7, from: canvas("abc"), width: 8) == nil)
  }

  @Test("what changed never begins or ends inside a wide character of either canvas")
  func wide() {
    var restyled = canvas("a漢_c")
    restyled[column: 2, row: 0].style.isBold = true
    #expect(restyled.changedColumns(inRow: 0, from: canvas("a漢_c"), width: 4) == 1..<3)
    #expect(canvas("aX_c").changedColumns(inRow: 0, from: canvas("a漢_c"), width: 4) == 1..<3)
    #expect(canvas("abXc").changedColumns(inRow: 0, from: canvas("ab漢_"), width: 4) == 2..<4)
  }

  @Test("the characters fill their columns exactly")
  func filled() {
    #expect(printed(canvas("a漢_c")) == [cell("a"), cell("漢", 2), cell("c")])
    #expect(printed(canvas("")) == [cell(" "), cell(" "), cell(" "), cell(" ")])
  }

  @Test("a character that does not fit its columns is a question mark")
  func misfits() {
    // Wide with no column of its own after it, in the middle and at the edge.
    #expect(printed(canvas("漢bcd")) == [cell("?"), cell("b"), cell("c"), cell("d")])
    #expect(printed(canvas("abc漢")) == [cell("a"), cell("b"), cell("c"), cell("?")])
    // Nothing the terminal could draw.
    #expect(printed(canvas("a\u{1B}[m")) == [cell("a"), cell("?"), cell("["), cell("m")])
    // A second column with no wide character before it.
    #expect(printed(canvas("a_cd")) == [cell("a"), cell(" "), cell("c"), cell("d")])
  }

  /// One row; `_` is the second column of a wide character.
  private func canvas(_ text: String) -> Canvas {
    var canvas = Canvas(size: ScreenSize(columns: text.count, rows: 1))
    for (column, character) in text.enumerated() {
      canvas[column: column, row: 0] = character == "_" ? .continuation : Cell(character)
    }
    return canvas
  }

  private func cell(_ character: Character, _ columns: Int = 1) -> PrintedCell {
    PrintedCell(character, columns: columns)
  }

  private func printed(_ canvas: Canvas) -> [PrintedCell] {
    canvas.printedCells(in: 0..<4, row: 0) { character in
      switch character {
      case "漢": 2
      case "\u{1B}": -1
      default: 1
      }
    }
  }
}
