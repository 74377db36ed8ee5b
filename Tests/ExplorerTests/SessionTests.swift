import Calibration
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("leaving, exporting and answers that come late")
struct SessionTests {
  private func quits(_ session: Session) -> Ending? {
    if case .quit(let ending)? = session.kept.last { ending } else { nil }
  }

  @Test("with nothing tuned, q and Ctrl-C leave at once")
  func leave() {
    var session = ThresholdTests.session()
    session.press("q")
    #expect(quits(session) == .done)
    session.press("C-c")
    #expect(quits(session) == .interrupted)
  }

  @Test(
    "with something tuned they ask once",
    arguments: [
      ("h q y", Ending.done), ("h C-c C-c", .interrupted), ("h C-c y", .interrupted),
      ("h q C-c", .interrupted), ("h : q Enter y", .done),
    ])
  func guarded(keys: String, ending: Ending) {
    var session = ThresholdTests.session()
    session.press(keys)
    #expect(quits(session) == ending)
  }

  @Test("no means staying", arguments: ["h q n", "h q Esc", "h q q", "h C-c n"])
  func stay(keys: String) {
    var session = ThresholdTests.session()
    session.press(keys)
    #expect(quits(session) == nil)
    #expect(session.model.overlay == nil)
  }

  @Test("what is undone, or put back, need not be saved")
  func putBack() {
    var session = ThresholdTests.session()
    session.press("h l q")
    #expect(quits(session) == .done)
  }

  @Test("Ctrl-Z suspends from anywhere", arguments: ["", "?", ":", "e", "h q"])
  func suspend(keys: String) {
    var session = ThresholdTests.session()
    session.press(keys + " C-z")
    guard case .suspend? = session.kept.last else {
      Issue.record("it must suspend")
      return
    }
  }

  @Test("a tensor that cannot be loaded is left with its sentence")
  func loadFailure() {
    var session = Session(isLoaded: false)
    guard case .load(_, _, let ticket)? = session.kept.first else { return }
    session.send(.answer(.loadFailed("x.npy: no such file"), ticket))
    session.press("q")
    #expect(quits(session) == .couldNotLoad("x.npy: no such file"))
  }

  @Test("an export names everything, is confirmed, and clears the guard")
  func export() throws {
    var session = ThresholdTests.session()
    session.press("H e")
    guard case .export(let dialog)? = session.model.overlay else {
      Issue.record("e must open the dialog")
      return
    }
    #expect(dialog.fileName.text == "line.qviz.json")
    #expect(dialog.preview == .lines(["{", "  \"format\": \"qviz-json\"", "}"]))
    session.press("Tab Enter")
    guard case .export(let request, .ask, let ticket)? = session.kept.last else {
      Issue.record("Enter must export")
      return
    }
    #expect(request.format == Session.formats[1])
    #expect(request.path == "line.encodings")
    let tuned = try #require(request.tensors.first)
    #expect(request.tensors.count == 1 && request.kept.isEmpty)
    #expect(tuned.ranges == [ClippingRange(lower: -3, upper: 2.5)])
    #expect(try tuned.quantizers().count == 1)
    let found = FoundFile(text: "a file of yesterday")
    session.send(.answer(.exportNeedsConfirmation(path: "line.encodings", found: found), ticket))
    session.press("n Enter")
    guard case .export(_, .ask, let second)? = session.kept.last else { return }
    session.send(.answer(.exportNeedsConfirmation(path: "line.encodings", found: found), second))
    session.press("y")
    guard case .export(_, .replace(found), let third)? = session.kept.last else {
      Issue.record("y must replace")
      return
    }
    session.send(.answer(.exported(path: "line.encodings", byteCount: 1234), third))
    #expect(session.model.overlay == nil)
    #expect(
      session.model.status
        == Status(text: "saved line.encodings: 1,234 bytes, read back and compared", tone: .good))
    session.press("q")
    #expect(quits(session) == .done)
  }

  @Test("an export that fails keeps the dialog and says why")
  func exportFailure() {
    var session = ThresholdTests.session()
    session.press("e Enter")
    guard case .export(_, _, let ticket)? = session.kept.last else { return }
    session.send(.answer(.exportFailed("line.json: no space left"), ticket))
    guard case .export(let dialog)? = session.model.overlay else {
      Issue.record("the dialog must stay")
      return
    }
    #expect(dialog.complaint == "line.json: no space left")
    session.press("C-u Enter")
    guard case .export(let empty)? = session.model.overlay else { return }
    #expect(empty.complaint == "expected a file name, found nothing")
  }

  @Test("a file name is made of the tensor's, without what shells and folders dislike")
  func fileName() {
    let model = Session(.hostile, answersComputations: false).model
    let name = model.suggestedName(for: Session.formats[0])
    #expect(name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) })
    #expect(name.hasSuffix(".qviz.json"))
  }

  @Test("an answer to an older question is dropped")
  func stale() {
    var session = Session(.activation, answersComputations: false)
    session.press("2")
    let old = session.model.sheet.tickets
    session.press("b")
    #expect(session.model.sheet.tickets != old)
    let before = session.model.desk.bests.count
    session.send(
      .answer(
        .computed(.best(ClippingRange(lower: 0, upper: 1), meanSquaredError: 1)),
        Ticket(topic: .best, number: 1)))
    #expect(session.model.desk.bests.count == before)
  }

  @Test("the optimum asked for before it is known is taken when it is")
  func optimumLater() {
    var session = ThresholdTests.session()
    session.press("o")
    #expect(session.model.desk.takesBestWhenFound)
    guard let key = session.model.desk.pendingBest else { return }
    #expect(key.scheme == .standard)
    let ticket = (1...20).map { Ticket(topic: .best, number: $0) }
      .first { session.model.sheet.tickets.recipient(of: $0) != nil }
    guard let ticket else { return }
    session.send(
      .answer(
        .computed(.best(ClippingRange(lower: -2, upper: 2), meanSquaredError: 1e-9)), ticket))
    #expect(session.model.desk.shownRange == ClippingRange(lower: -2, upper: 2))
  }

  @Test("it starts where a calibrator says")
  func startAtCalibrator() throws {
    let percentile = try PercentileCalibrator(percent: 90)
    let session = Session(ThresholdTests.line, start: .calibrator(percentile))
    #expect(abs(session.model.desk.shownRange.upper - 2.4) < 1e-6)
    #expect(!session.model.desk.hasUnsavedTuning)
    let given = Session(
      ThresholdTests.line, start: .range(ClippingRange(lower: -1, upper: 2)),
      answersComputations: false)
    #expect(given.model.desk.shownRange == ClippingRange(lower: -1, upper: 2))
  }
}
