import TerminalScreen
import Testing

@Suite("writing on a canvas")
struct CanvasWritingTests {
  private func canvas(_ columns: Int, _ rows: Int = 1) -> Canvas {
    Canvas(size: ScreenSize(columns: columns, rows: rows), fill: Cell("x"))
  }

  private func text(_ canvas: Canvas, row: Int = 0) -> String {
    String(canvas.row(row).map { $0.character == Cell.continuation.character ? "<" : $0.character })
  }

  @Test("text is clipped at the edge and at the limit, and says where it ended")
  func clipped() {
    var canvas = canvas(6)
    #expect(canvas.write("abc", column: 4, row: 0) == 6)
    #expect(text(canvas) == "xxxxab")
    #expect(canvas.write("abc", column: 0, row: 0, columns: 2) == 2)
    #expect(text(canvas) == "abxxab")
    #expect(canvas.write("abc", column: -2, row: 0) == 1)
    #expect(text(canvas) == "cbxxab")
    #expect(canvas.write("abc", column: 0, row: 7) == 3)
    #expect(text(canvas) == "cbxxab")
  }

  @Test("a wide character takes two columns, and becomes a blank where only one is left")
  func wide() {
    var canvas = canvas(5)
    #expect(canvas.write("层层层", column: 0, row: 0) == 5)
    #expect(text(canvas) == "层<层< ")
  }

  @Test("half a wide character never remains")
  func halves() {
    var canvas = canvas(4)
    canvas.write("层层", column: 0, row: 0)
    canvas.write("a", column: 1, row: 0)
    #expect(text(canvas) == " a层<")
    canvas.write("b", column: 2, row: 0)
    #expect(text(canvas) == " ab ")
    canvas.write("层", column: 1, row: 0)
    canvas.fill(Rect(column: 0, row: 0, columns: 2, rows: 1), with: Cell("-"))
    #expect(text(canvas) == "--  ")
  }

  @Test("characters that cannot be shown are left out")
  func controls() {
    var canvas = canvas(4)
    canvas.write("a\u{1B}b\u{7}", column: 0, row: 0)
    #expect(text(canvas) == "abxx")
  }

  @Test("text of several styles keeps them, and ends where it is told to")
  func styled() {
    var canvas = canvas(6)
    canvas.write(StyledText("ab", .strong) + StyledText("cd", .muted), endColumn: 6, row: 0)
    #expect(text(canvas) == "xxabcd")
    #expect(canvas[column: 3, row: 0].style == .strong)
    #expect(canvas[column: 4, row: 0].style == .muted)
    canvas.write(StyledText("longer"), endColumn: 6, row: 0, columns: 3)
    #expect(text(canvas) == "xxabcd")
  }

  @Test("texts are joined without the empty ones")
  func joined() {
    #expect(StyledText.joined(["a", "", "b"], by: " · ").string == "a · b")
    #expect(StyledText.joined([], by: "x").columns == 0)
  }

  @Test("every character of seven bits stays, and all others have a likeness")
  func ascii() {
    var canvas = canvas(8)
    canvas.write("a─█●层é", column: 0, row: 0)
    let limited = canvas.limited(to: .ascii)
    #expect(text(limited) == "a-#O???x")
    #expect(canvas.limited(to: .unicode) == canvas)
    for character in "●∙✗◆═" { #expect(AsciiGlyphs.likeness(of: character) != "?") }
  }

  @Test("a frame has its words in its edges, and leaves out what does not fit")
  func frame() {
    var canvas = Canvas(size: ScreenSize(columns: 16, rows: 3))
    Frame(title: "up", note: "right", footer: "down").draw(on: &canvas, in: Rect(canvas.size))
    #expect(text(canvas) == "╭─ up ─ right ─╮")
    #expect(text(canvas, row: 1) == "│              │")
    #expect(text(canvas, row: 2) == "╰─ down ───────╯")
    Frame(title: "a long title", note: "note").draw(on: &canvas, in: Rect(canvas.size))
    #expect(text(canvas) == "╭─ a long tit ─╮")
  }

  @Test("a line goes through its rows with corners, and has gaps")
  func line() {
    var canvas = canvas(7, 3)
    LinePlot([0, 0, 1, 1, nil, 0.5, 0], weight: .light, style: .text)
      .draw(on: &canvas, in: Rect(canvas.size))
    #expect([0, 1, 2].map { text(canvas, row: $0) } == ["xx╭─xxx", "xx│xx─╮", "──╯xxx╰"])
  }

  @Test("rectangles are cut without overlap and never become negative")
  func rectangles() {
    var rest = Rect(column: 2, row: 3, columns: 10, rows: 4)
    #expect(rest.cutTop(1) == Rect(column: 2, row: 3, columns: 10, rows: 1))
    #expect(rest.cutBottom(9) == Rect(column: 2, row: 4, columns: 10, rows: 3))
    #expect(rest.isEmpty)
    rest = Rect(column: 0, row: 0, columns: 10, rows: 2)
    #expect(rest.cutLeft(3).columns == 3)
    #expect(rest.cutRight(2) == Rect(column: 8, row: 0, columns: 2, rows: 2))
    #expect(rest == Rect(column: 3, row: 0, columns: 5, rows: 2))
    #expect(rest.centered(columns: 3, rows: 1) == Rect(column: 4, row: 0, columns: 3, rows: 1))
    #expect(Rect(column: 0, row: 0, columns: -1, rows: -1).isEmpty)
    #expect(rest.inset(columns: 9, rows: 9).isEmpty)
  }
}
