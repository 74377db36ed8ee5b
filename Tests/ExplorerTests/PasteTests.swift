import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("a paste")
struct PasteTests {
  @Test("goes into a line being typed as text, and Enter is the person's own")
  func line() {
    var session = ThresholdTests.session()
    session.press(":")
    session.send(.key(.paste("max")))
    session.send(.key(.paste(" 1.5")))
    guard case .entry(let entry) = session.model.overlay else {
      Issue.record("the line must stay")
      return
    }
    #expect(entry.editor.text == "max 1.5")
    session.press("Enter")
    #expect(session.model.overlay == nil)
    #expect(session.model.sheet.desk.shownRange.upper == 1.5)
  }

  @Test("replaces the suggested name of an export, and is written under that name")
  func export() {
    var session = ThresholdTests.session()
    session.press("e")
    session.send(.key(.paste("yes we can")))
    #expect(session.kept.isEmpty)
    session.press("Enter")
    guard case .export(let request, .ask, _)? = session.kept.last else {
      Issue.record("Enter must export")
      return
    }
    #expect(request.path == "yes we can")
  }

  @Test("is left out everywhere else, with a message", arguments: ["", "?", "1", "2", "3", "h q"])
  func elsewhere(keys: String) {
    var session = ThresholdTests.session()
    session.press(keys)
    let (overlay, tuning) = (session.model.overlay, session.model.sheet.desk.tuning)
    session.send(.key(.paste("y Let us see it q")))
    #expect(session.model.overlay == overlay)
    #expect(session.model.sheet.desk.tuning == tuning)
    #expect(session.kept.allSatisfy { if case .quit = $0 { false } else { true } })
    #expect(session.model.status?.text == "text is pasted into a line only, such as that of :")
  }

  @Test("is cut where a line has no more room")
  func long() {
    var session = ThresholdTests.session()
    session.press(":")
    session.send(.key(.paste(String(repeating: "x", count: 5000))))
    guard case .entry(let entry) = session.model.overlay else { return }
    #expect(entry.editor.text.count == LineEditor.limit)
  }

  @Test("has a word among the keys of a script")
  func script() {
    #expect(KeyScript.keys(in: ": Paste:max") == [.character(":"), .paste("max")])
  }
}
