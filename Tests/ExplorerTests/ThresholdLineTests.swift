import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("the line below which damage counts as bad")
struct ThresholdLineTests {
  private func session(_ keys: String, layers: Int = 8) -> Session {
    var session = Session(list: TestTensor.model(layers: layers))
    session.press(keys)
    return session
  }

  private func decibels(_ session: Session) -> [Double] {
    guard let list = session.model.list else { return [] }
    return list.rows.compactMap(\.tensor).compactMap {
      list.damage(of: $0, .byRule, session.model.sheet)?.sqnrInDecibels
    }
  }

  /// How many tensors are below the line, counted without the list.
  private func referee(_ session: Session) -> Int {
    decibels(session).count { $0 < session.model.list?.threshold ?? -.infinity }
  }

  @Test(
    "looks as recorded",
    arguments: [("list-line", "o ]"), ("list-line-selected", "o ] } j"), ("list-line-names", "}")])
  func screens(name: String, keys: String) throws {
    var session = session(keys, layers: 20)
    if name == "list-line-selected" {
      while session.model.list?.selection != .line { session.press("j") }
    }
    for (columns, rows) in [(80, 24), (120, 36), (40, 12)] {
      session.resize(columns, rows)
      try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: name)
    }
  }

  @Test(
    "it is between the rows that it separates, wherever keys move it",
    arguments: ["", "]", "} }", "[", "{ { {"])
  func place(keys: String) throws {
    let session = session("o ] " + keys)
    let list = try #require(session.model.list)
    let threshold = try #require(list.threshold)
    let line = try #require(list.rows.firstIndex(of: .line))
    let below = referee(session)
    #expect(list.profile.belowCount == below && line == below)
    for (place, row) in list.rows.enumerated() {
      guard let tensor = row.tensor,
        let decibels = list.damage(of: tensor, .byRule, session.model.sheet)?.sqnrInDecibels
      else { continue }
      #expect((decibels < threshold) == (place < line))
    }
    #expect(session.screen().contains { $0.contains("\(below) below") })
  }

  @Test("it begins at 30 dB, goes by whole dB, coarse ones by five, and by typing anywhere")
  func keys() {
    var session = session("o ]")
    #expect(session.model.list?.threshold == 30)
    session.press("]")
    #expect(session.model.list?.threshold == 31)
    session.press("}")
    #expect(session.model.list?.threshold == 35)
    session.press("{ {")
    #expect(session.model.list?.threshold == 25)
    session.press("t")
    session.type("28.5 dB")
    session.press("Enter ]")
    #expect(session.model.list?.threshold == 29)
    session.press("[")
    #expect(session.model.list?.threshold == 28)
    session.press("t")
    session.type("loud")
    session.press("Enter")
    #expect(session.model.overlay != nil && session.model.list?.threshold == 28)
    session.press("C-u Enter")
    #expect(session.model.overlay == nil && session.model.list?.threshold == nil)
    #expect(session.model.list?.rows.contains(.line) == false)
  }

  @Test("selected it moves with the arrows, and Enter types it")
  func selected() {
    var session = session("o ]")
    while session.model.list?.selection != .line { session.press("j") }
    session.press("Right Right")
    #expect(session.model.list?.threshold == 32 && session.model.list?.selection == .line)
    session.press("h")
    #expect(session.model.list?.threshold == 31 && session.model.list?.selection == .line)
    session.press("Enter")
    #expect(session.model.overlay != nil)
  }

  @Test("the mouse drags it to between two other rows, at the roundest number between them")
  func drag() throws {
    var session = session("o ]", layers: 4)
    let before = try #require(session.model.list?.rows.firstIndex(of: .line))
    // The first row of the list is the third of the screen.
    session.send(.key(.mouse(.press, column: 20, row: 2 + before)))
    for target in [before + 3, before + 1, before - 2, 0] where target >= 0 {
      session.send(.key(.mouse(.drag, column: 20, row: 2 + target)))
      let list = try #require(session.model.list)
      let all = decibels(session)
      let line = try #require(list.rows.firstIndex(of: .line))
      #expect(line == target && list.selection == .line)
      let threshold = try #require(list.threshold)
      if line > 0 { #expect(all[line - 1] < threshold) }
      #expect(all[line] >= threshold)
    }
    session.send(.key(.mouse(.release, column: 20, row: 2)))
    let left = session.model.list?.threshold
    session.send(.key(.mouse(.drag, column: 20, row: 8)))
    #expect(session.model.list?.threshold == left, "it was let go")
  }

  @Test("numbers between two others are as round as they can be")
  func roundest() {
    #expect(TensorsScreen.roundest(above: 28.3, upTo: 31.2) == 30)
    #expect(TensorsScreen.roundest(above: 28.3, upTo: 29.9) == 29)
    #expect(TensorsScreen.roundest(above: 28.3, upTo: 28.52) == 28.5)
    #expect(TensorsScreen.roundest(above: 28.31, upTo: 28.44) == 28.4)
    #expect(TensorsScreen.roundest(above: -.infinity, upTo: 17.8) == 17)
    #expect(TensorsScreen.roundest(above: 41.2, upTo: .infinity) == 42)
    #expect(TensorsScreen.roundest(above: 30, upTo: 30.0000001) == 30.0000001)
  }

  @Test("a press into the picture of all puts it there")
  func picture() throws {
    var session = session("o")
    session.resize(120, 40)
    let bars = TensorsLayout(session.model.sheet).bars
    #expect(!bars.isEmpty)
    session.send(.key(.mouse(.press, column: bars.column + 3, row: bars.row)))
    let top = try #require(session.model.list?.threshold)
    session.send(.key(.mouse(.drag, column: bars.column + 3, row: bars.lastRow)))
    let bottom = try #require(session.model.list?.threshold)
    #expect(top > 50 && bottom < 10)
    #expect(session.model.list?.profile.decibels == decibels(session).sorted())
  }

  @Test("another rule is counted anew, and the line asked for is there from the start")
  func otherRule() {
    var session = Session(list: TestTensor.model(layers: 8), setup: Setup(line: 35))
    #expect(session.model.list?.threshold == 35)
    session.press("o")
    let before = session.model.list?.profile.belowCount
    #expect(before == referee(session))
    session.press("b b b b")
    #expect(session.model.list?.profile.belowCount == referee(session))
    #expect(session.model.list?.profile.belowCount ?? 0 > before ?? 0)
  }
}
