import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("other blocks, and what was tuned of those before")
struct GranularityTests {
  private static let tall = Granularity.perChannel(axis: 0)

  private func quits(_ session: Session) -> Ending? {
    if case .quit(let ending)? = session.kept.last { ending } else { nil }
  }

  private func command(_ line: String, _ session: inout Session) {
    session.press(":")
    session.type(line)
    session.press("Enter")
  }

  @Test("undo goes back across the change, redo goes there again", arguments: ["c", ":channel 0"])
  func undo(change: String) {
    var session = Session(.channels)
    session.press("h h b")
    let before = session.model.desk.tuning
    if change == "c" { session.press("c") } else { command(String(change.dropFirst()), &session) }
    #expect(session.model.desk.granularity == Self.tall)
    session.press("] h")
    let after = session.model.desk.tuning
    session.press("u u")
    #expect(session.model.desk.granularity == .perTensor)
    #expect(session.model.desk.tuning == before)
    #expect(session.model.status?.text == "undone: per-channel, axis 0")
    session.press("u u u")
    #expect(!session.model.desk.hasUnsavedTuning)
    #expect(session.model.status?.text == "nothing to undo")
    session.press("C-r C-r C-r C-r")
    #expect(session.model.desk.granularity == Self.tall)
    #expect(session.model.desk.tuning == after)
    #expect(session.model.desk.shown?.index == 1)
  }

  @Test("who comes back to blocks finds what was tuned of them")
  func back() {
    var session = Session(.channels)
    session.press("h h")
    let before = session.model.desk.tuning
    command("channel 0", &session)
    session.press("] l h h")
    let channels = session.model.desk.tuning
    command("tensor", &session)
    #expect(session.model.desk.tuning == before)
    session.press("h")
    command("channel 0", &session)
    #expect(session.model.desk.tuning == channels)
    #expect(session.model.desk.shown?.index == 1)
    session.press("u u u u u u")
    #expect(session.model.desk.granularity == .perTensor)
    #expect(!session.model.desk.hasUnsavedTuning)
  }

  @Test("what the loader refuses leaves everything as it was, and says why")
  func refused() {
    var session = Session(.channels)
    session.refusals = [Self.tall: "more than the 200 KiB of --memory"]
    session.press("h h 2 b")
    let before = session.model
    command("channel 0", &session)
    #expect(session.model.status == Status(text: "more than the 200 KiB of --memory", tone: .bad))
    #expect(session.model.desk.tuning == before.desk.tuning)
    #expect(session.model.desk.granularity == .perTensor)
    #expect(session.model.desk.history.undoable.count == before.desk.history.undoable.count)
    #expect(session.model.desk.wanted == nil)
    session.press("u")
    #expect(session.model.status?.text.hasPrefix("undone") == true)
    session.press("q")
    #expect(quits(session) == nil)
    #expect(session.model.quitQuestion == "quit without exporting what is tuned?")
  }

  @Test("after the loader has refused, the same ticket brings nothing")
  func spentTicket() {
    var session = Session(.channels)
    session.answersLoads = false
    session.press("c")
    guard case .load(_, _, let ticket)? = session.kept.last else { return }
    session.send(.answer(.loadFailed("no"), ticket))
    session.send(.answer(session.loads(Self.tall), ticket))
    #expect(session.model.desk.loaded?.layout.granularity == .perTensor)
  }

  @Test("an optimum awaited of the old blocks is not taken of the new ones")
  func awaitedOptimum() {
    var session = Session(.channels, answersComputations: false)
    session.press("o c")
    #expect(session.model.desk.granularity == Self.tall)
    #expect(!session.model.desk.takesBestWhenFound)
  }

  @Test("until the loader agrees the old blocks can be tuned, and that can be undone too")
  func meanwhile() {
    var session = Session(.channels)
    session.press("h")
    session.answersLoads = false
    session.press("c")
    guard case .load(_, Self.tall, let ticket)? = session.kept.last else {
      Issue.record("c must load")
      return
    }
    #expect(session.model.besideStatus != nil)
    session.press("h h")
    #expect(session.model.desk.granularity == .perTensor)
    let before = session.model.desk.tuning
    session.send(.answer(session.loads(Self.tall), ticket))
    #expect(session.model.desk.granularity == Self.tall)
    session.answersLoads = true
    session.press("u")
    #expect(session.model.desk.tuning == before)
  }

  @Test("who thinks better of it stays where he is, and the answer is not taken")
  func withdrawn() {
    var session = Session(.channels)
    session.press("h")
    let before = session.model.desk.tuning
    session.answersLoads = false
    session.press("c")
    guard case .load(_, _, let ticket)? = session.kept.last else { return }
    command("tensor", &session)
    session.send(.answer(session.loads(Self.tall), ticket))
    #expect(session.model.desk.tuning == before)
    #expect(session.model.desk.granularity == .perTensor)
    #expect(session.model.desk.wanted == nil)
  }

  @Test("q asks where something is tuned of blocks that were left, and says of which")
  func leftBlocks() {
    var session = Session(.channels)
    session.press("h c")
    session.press("q")
    #expect(quits(session) == nil)
    session.press("n")
    // The blocks themselves are exported; what was tuned of those before is not.
    session.press("e Enter")
    guard case .export(_, _, let ticket)? = session.kept.last else {
      Issue.record("Enter must export")
      return
    }
    session.send(.answer(.exported(path: "x", byteCount: 1), ticket))
    session.press("q")
    #expect(quits(session) == nil)
    #expect(session.model.quitQuestion == "quit without exporting what is tuned per-tensor?")
    session.press("n u q")
    #expect(quits(session) == nil)
  }

  @Test("q asks where nothing but the blocks was changed, and not when that is undone")
  func onlyBlocks() {
    var session = Session(.channels)
    session.press("c q")
    #expect(quits(session) == nil)
    session.press("n u q")
    #expect(quits(session) == .done)
  }

  @Test("among many tensors q names the one that is tuned")
  func named() {
    var session = Session(list: TestTensor.model(layers: 1))
    session.press("j j Enter h 0 q")
    let name = session.model.desk.subject.tensorName.prefix(29)
    #expect(session.model.quitQuestion == "quit without exporting what is tuned of \(name)…?")
  }

  @Test("undo takes a scheme back where there is no block to show")
  func noBlocks() {
    var session = Session(.empty, granularity: .channel(axis: 0))
    let before = session.model.desk.tuning
    session.press("b u")
    #expect(session.model.desk.tuning == before)
  }

  @Test("huge groups are as long as the axis", arguments: [Int.max, 4_000_000_000_000_000_000])
  func hugeGroups(size: Int) {
    var session = Session(.channels)
    command("group 0 \(size)", &session)
    #expect(session.model.desk.loaded?.blockCount == 256)
    #expect(session.screen().first?.contains("group 0 of 0…255") == true)
    var line = Session(TestTensor(name: "line", shape: [8], values: [1, 2, 3, 4, 5, 6, 7, 8]))
    command("group 0 \(size)", &line)
    #expect(line.model.desk.loaded?.blockCount == 1)
  }
}
