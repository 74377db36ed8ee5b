import QuantizationEngine
import TerminalScreen
import TestSupport
import Testing

@testable import Explorer

@Suite("every size")
struct SizeTests {
  /// A small tensor under a coarse scheme, so that thousands of screens are quick.
  private func session(_ keys: String) throws -> Session {
    var session = Session(
      .mixed, scheme: try Scheme(bitWidth: 3), answersComputations: false)
    session.press(keys)
    return session
  }

  /// Draws on a canvas of marks, so that a cell which nobody draws is seen.
  private func check(_ session: inout Session, columns: Int, rows: Int) {
    session.resize(columns, rows)
    var canvas = Canvas(
      size: ScreenSize(columns: columns, rows: rows), fill: Cell("\u{2603}"))
    session.model.draw(on: &canvas)
    #expect(canvas.size == ScreenSize(columns: columns, rows: rows))
    if canvas.cells.contains(where: { $0.character == "\u{2603}" }) {
      Issue.record("undrawn at \(columns)×\(rows)")
    }
  }

  @Test("the explore view draws every size from 1×1 to 200×60")
  func explore() throws {
    var session = try session("h")
    for columns in 1...200 {
      for rows in 1...60 { check(&session, columns: columns, rows: rows) }
    }
  }

  @Test(
    "other views and what lies over them draw sizes of every kind",
    arguments: ["2", "2 v", "3", "?", "e", "Enter", ": x Enter", "h q", "z", "="])
  func others(keys: String) throws {
    var session = try session(keys)
    for columns in Array(1...48) + [59, 74, 75, 76, 77, 99, 100, 149, 150, 154, 160, 200] {
      for rows in Array(1...24) + [29, 33, 34, 40, 59, 60] {
        check(&session, columns: columns, rows: rows)
      }
    }
  }

  @Test("every tensor draws in every view", arguments: TestTensor.all.map(\.name))
  func tensors(name: String) {
    guard let tensor = TestTensor.all.first(where: { $0.name == name }) else { return }
    var session = Session(tensor)
    for keys in ["1", "b b b b b", "2", "v", "3 Enter", "1 = m o", "2", "3"] {
      session.press(keys)
      for size in [(80, 24), (40, 12), (120, 40), (40, 10), (76, 20), (75, 19)] {
        check(&session, columns: size.0, rows: size.1)
      }
    }
  }

  @Test("nothing overlaps: the parts of each layout share no cell")
  func layouts() {
    func expectDisjoint(_ parts: [Rect], in size: ScreenSize) {
      for (index, first) in parts.enumerated() where !first.isEmpty {
        let isInside =
          first.column >= 0 && first.row >= 0 && first.endColumn <= size.columns
          && first.endRow <= size.rows
        if !isInside { Issue.record("outside \(size): \(first)") }
        for second in parts[(index + 1)...] where !second.isEmpty {
          let overlaps =
            first.column < second.endColumn && second.column < first.endColumn
            && first.row < second.endRow && second.row < first.endRow
          if overlaps { Issue.record("overlap at \(size): \(first) \(second)") }
        }
      }
    }
    for columns in stride(from: 40, through: 200, by: 3) {
      for rows in 10...60 {
        let size = ScreenSize(columns: columns, rows: rows)
        let chrome = ScreenRows(size)
        let frame = [chrome.header, chrome.status, chrome.footer]
        for extra in 0...2 {
          let explore = ExploreLayout(size: size, extraLines: extra)
          expectDisjoint(
            frame + [
              explore.floatBars, explore.axisRow, explore.labelRow, explore.quantizedBars,
              explore.errorStrip, explore.minRow, explore.maxRow, explore.numbers,
            ], in: size)
        }
        for shape in [TradeOffScreen.Shape.curve, .map] {
          let layout = TradeOffLayout(size: size, shape: shape)
          expectDisjoint(
            frame + [
              layout.gutter, layout.plot, layout.axisRow, layout.markRow, layout.labelRow,
              layout.divergence, layout.legend, layout.markLegend, layout.minRow, layout.maxRow,
              layout.numbers,
            ], in: size)
        }
        let layout = CalibratorsLayout(size: size, count: 4, selectedPlace: 2)
        expectDisjoint(
          frame + [
            layout.heading, layout.rows, layout.detail, layout.picture, layout.axisRow,
            layout.labelRow,
          ], in: size)
      }
    }
  }

  @Test("seven bits say everything: no character of a screen lacks a likeness")
  func ascii() {
    var session = Session(.activation)
    for keys in ["1", "H H H", "2", "v", "3", "1 ?", "Esc e", "Esc :"] {
      session.press(keys)
      let canvas = session.model.canvas(TerminalCapabilities())
      for cell in canvas.cells where !cell.character.isASCII {
        #expect(AsciiGlyphs.likeness(of: cell.character) != "?", "\(cell.character)")
      }
      let ascii = session.model.canvas(TerminalCapabilities(glyphs: .ascii))
      #expect(ascii.cells.allSatisfy { $0.character.isASCII })
    }
  }

  @Test("whatever is pressed, nothing traps and the canvas has its size")
  func anyKeys() {
    var random = SplitMix64(seed: 11)
    let keys =
      Keymap.lines.flatMap { $0.bindings.map(\.key) }
      + "0123456789.-e".map { Key.character($0) }
    for tensor in [TestTensor.mixed, .zeros, .empty, .huge, .tiny, .allPositive, .outlier] {
      var session = Session(tensor, answersComputations: false)
      for _ in 0..<400 {
        let key = keys[Int(random.next() % UInt64(keys.count))]
        session.send(.key(key))
        if random.next().isMultiple(of: 20) {
          session.resize(Int(random.next() % 130), Int(random.next() % 45))
        }
        if random.next().isMultiple(of: 10) {
          session.send(
            .key(
              .mouse(
                [.press, .drag, .release, .wheelUp][Int(random.next() % 4)],
                column: Int(random.next() % 120), row: Int(random.next() % 40))))
        }
        let canvas = session.model.canvas(TerminalCapabilities())
        #expect(canvas.size == session.model.size)
      }
    }
  }
}
