import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("the list of tensors")
struct ListTests {
  private func names(_ session: Session) -> [String] {
    (session.model.list?.rows ?? []).map { row in
      switch row {
      case .tensor(let tensor): session.model.sheet.contents.subjects[tensor].tensorName
      case .group(let group): (session.model.list?.groups?.groups[group].label ?? "") + "…"
      case .line: "line"
      case .surplus(let index): "+ \(index)"
      case .unread(let file): session.model.sheet.contents.unread[file]
      }
    }
  }

  @Test(
    "looks as recorded",
    arguments: [
      ("list", ""), ("list-unfolded", "Down Right Down Down Space"), ("list-damage", "o"),
      ("list-search", "/ l 2 m l p"), ("list-bits", "b b b b c"),
    ])
  func screens(name: String, keys: String) throws {
    var session = Session(
      list: TestTensor.model(layers: 20), unread: ["models/notes.md: is no file of tensors"],
      obstacles: [81: "models/model.safetensors: head.weight has a type that is not decoded"])
    session.press(keys)
    for (columns, rows) in [(80, 24), (120, 36), (160, 50), (40, 12)] {
      session.resize(columns, rows)
      try ScreenFile.expect(session.model.canvas(TerminalCapabilities()), isScreen: name)
    }
  }

  @Test("several tensors begin with the list, one with the desk")
  func start() {
    #expect(Session(list: TestTensor.model(layers: 1)).model.screen.name == .tensors)
    #expect(Session(list: [.activation]).model.screen.name == .explore)
    let half = Session(list: [.activation], unread: ["x: no such file"])
    #expect(half.model.screen.name == .tensors)
    #expect(half.model.status == Status(text: "not read: x: no such file", tone: .bad))
    #expect(names(half) == ["encoder.layer.4.gelu", "x: no such file"])
  }

  @Test("what is on the screen is looked at first, and what is scrolled to goes before the rest")
  func visibleFirst() throws {
    var session = Session(list: TestTensor.model(layers: 60), answersSurveys: false)
    session.press("z")
    func last() -> Survey? {
      guard case .survey(let survey, _)? = session.kept.last else { return nil }
      return survey
    }
    let list = try #require(session.model.list)
    let shown = list.rows.prefix(19).compactMap(\.tensor)
    #expect(last()?.tensors.starts(with: shown) == true && last()?.reason == .shown)
    let count = session.kept.count
    session.press("Down Down")
    #expect(session.kept.count == count, "nothing new is on the screen")
    session.press("G")
    #expect(last()?.tensors.contains(241) == true)
    #expect(last()?.tensors.contains(0) == false)
  }

  @Test("an answer to a survey that was given up is dropped")
  func lateAnswers() throws {
    var session = Session(list: TestTensor.model(layers: 60), answersSurveys: false)
    session.press("z")
    guard case .survey(let survey, let ticket)? = session.kept.last else {
      Issue.record("it must survey")
      return
    }
    session.press("b")
    session.send(.answer(.glance(0, .seen(session.glance(0, survey.rule))), ticket))
    #expect(session.model.list?.findings.values(of: 0) == nil)
  }

  @Test("with another scheme the damage is measured anew, and the picture stays")
  func otherScheme() throws {
    var session = Session(list: TestTensor.model(layers: 2))
    let first = try #require(
      session.model.list?.findings.damage(of: 0, by: session.model.sheet.setup.rule))
    session.answersSurveys = false
    session.press("b")
    guard case .survey(let survey, _)? = session.kept.last else {
      Issue.record("it must survey")
      return
    }
    guard case .scheme(let inForce) = survey.rule else {
      Issue.record("a scheme is in force")
      return
    }
    #expect(survey.parts == .damage && inForce.scheme.bitWidth == 7)
    let count = session.kept.count
    session.press("B")
    let back = session.model.list?.findings.damage(of: 0, by: session.model.sheet.setup.rule)
    #expect(back == first && session.kept.count == count, "what is known is not asked again")
  }

  @Test("by damage the worst comes first, what is not known last")
  func order() throws {
    var session = Session(list: TestTensor.model(layers: 5), obstacles: [0: "cannot be read"])
    session.press("o")
    let list = try #require(session.model.list)
    let known = list.rows.compactMap(\.tensor).compactMap {
      list.findings.damage(of: $0, by: session.model.sheet.setup.rule)?.sqnrInDecibels
    }
    #expect(known.count == 21 && known == known.sorted())
    #expect(list.rows.last == .tensor(0))
    #expect(names(session).first == "model.layers.4.mlp.down.weight")
    session.press("o")
    #expect(names(session).first == "embeddings.word.weight")
  }

  @Test("groups fold by numbers in names; Left and Right go in and out")
  func folding() {
    var session = Session(list: TestTensor.model(layers: 20))
    #expect(names(session).count == 22 && names(session)[1] == "model.layers.0.…")
    session.press("Down Right")
    #expect(names(session)[2] == "model.layers.0.attention.output.weight")
    session.press("Right Down Left")
    #expect(session.model.list?.place == 1)
    session.press("Left")
    #expect(names(session).count == 22)
    session.press("z")
    #expect(names(session).count == 102)
  }

  @Test("a search shows its best hit, wherever the selection was; accepting it moves nothing")
  func bestHit() throws {
    var session = Session(list: TestTensor.model(layers: 20))
    session.press("z G / m l p")
    #expect(session.model.list?.place == 0)
    session.press("Enter Down")
    #expect(session.model.list?.place == 1)
  }

  @Test("a search filters while it is typed, Esc shows all again")
  func search() {
    var session = Session(list: TestTensor.model(layers: 20))
    session.press("/")
    session.type("19norm")
    #expect(names(session) == ["model.layers.19.norm.bias"])
    session.press("Enter Enter")
    #expect(session.model.screen.name == .explore)
    #expect(session.model.subject.tensorName == "model.layers.19.norm.bias")
    session.press("Esc")
    #expect(names(session) == ["model.layers.19.norm.bias"])
    session.press("Esc")
    #expect(names(session).count > 20)
    #expect(session.model.list?.selection == .tensor(80))
    session.press("/")
    session.type("zz")
    session.press("Enter")
    #expect(session.model.overlay != nil, "no name has these letters")
    session.press("Esc")
    #expect(names(session).count > 20)
  }

  @Test("no size and no key traps", arguments: [1, 40, 76, 140])
  func sizes(columns: Int) {
    var session = Session(
      list: TestTensor.all, unread: ["\u{1B}[31mx: no"], obstacles: [3: "not decoded"])
    for keys in ["", "o", "/ e Enter", "Esc G g z Space Space", "PageDown End Home Left Right"] {
      session.press(keys)
      for rows in [1, 10, 34] {
        session.resize(columns, rows)
        let canvas = session.model.canvas(TerminalCapabilities())
        #expect(canvas.size == ScreenSize(columns: columns, rows: rows))
      }
    }
  }

  @Test("the mouse selects, a second press opens, the wheel goes through the rows")
  func mouse() {
    var session = Session(list: TestTensor.model(layers: 2))
    session.send(.key(.mouse(.press, column: 10, row: 4)))
    let place = session.model.list?.place
    #expect(place == 2)
    session.send(.key(.mouse(.wheelDown, column: 10, row: 4)))
    #expect(session.model.list?.place == 5)
    session.send(.key(.mouse(.press, column: 10, row: 4)))
    session.send(.key(.mouse(.press, column: 10, row: 4)))
    #expect(session.model.screen.name == .explore)
  }
}
