import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("desks of many tensors")
struct DeskTests {
  @Test("what was tuned is there when a tensor comes back, with its undo")
  func kept() {
    var session = Session(list: TestTensor.model(layers: 3))
    session.press("Enter H H")
    let tuned = session.model.desk.tuning
    session.press(") ) ) ) ) ) ) )")
    #expect(session.model.desk.tuning != tuned)
    session.press("( ( ( ( ( ( ( (")
    #expect(session.model.desk.tuning == tuned)
    #expect(session.model.desk.loaded != nil)
    session.press("u")
    #expect(!session.model.desk.hasUnsavedTuning)
  }

  @Test("a few desks keep their values, the others read them again")
  func bounded() {
    var session = Session(list: TestTensor.model(layers: 5))
    session.press("z Home Enter H")
    for _ in 0..<12 { session.press(") H") }
    #expect(!session.model.sheet.shelf.isTuned(12))
    let kept = (0..<12).filter { session.model.sheet.shelf.isTuned($0) }
    #expect(kept == Array(0..<12))
    #expect(session.model.sheet.unsaved.count == 13)
    session.press("q")
    #expect(session.screen().contains { $0.contains("what is tuned of 13 tensors?") })
    session.press("y")
    guard case .quit(.done)? = session.kept.last else {
      Issue.record("it must quit")
      return
    }
  }

  @Test("Esc goes back to the same place, and a digit opens what is selected")
  func back() {
    var session = Session(list: TestTensor.model(layers: 20))
    session.press("z PageDown Down Down")
    let place = session.model.list?.place
    let tensor = session.model.sheet.selected
    session.press("2")
    #expect(session.model.screen.name == .tradeOff)
    session.press("Esc")
    #expect(session.model.screen.name == .tensors && session.model.list?.place == place)
    session.press("Enter")
    #expect(session.model.screen.name == .tradeOff)
    session.press(") Esc")
    #expect(session.model.list?.selection == tensor.map { .tensor($0 + 1) })
  }

  @Test("the next tensor is the next one of the list, and marked ones go before")
  func route() {
    var session = Session(list: TestTensor.model(layers: 4), obstacles: [3: "cannot be read"])
    session.press("o Enter")
    #expect(session.model.subject.tensorName == "model.layers.3.mlp.down.weight")
    session.press(")")
    #expect(session.model.subject.tensorName == "model.layers.2.mlp.down.weight")
    session.press("Esc o o o Home Space G Space Home Enter )")
    #expect(session.model.subject.tensorName == "head.weight")
    session.press(")")
    #expect(session.model.status?.text == "this is the last tensor")
  }

  @Test("the scheme in force is that of every tensor that nobody tuned")
  func inForce() {
    var session = Session(list: TestTensor.model(layers: 2))
    session.press("Enter H ) Esc b b Enter")
    #expect(session.model.desk.tuning.scheme.bitWidth == 6)
    session.press("(")
    #expect(session.model.desk.tuning.scheme.bitWidth == 8)
    session.press("Esc c Down Down Enter")
    #expect(session.model.desk.granularity == .perChannel(axis: 0))
    #expect(session.model.desk.loaded?.blockCount == 16)
  }

  @Test("an obstacle, and what fails to load, leave the list as it is")
  func obstacles() {
    var session = Session(list: TestTensor.model(layers: 1), obstacles: [0: "not decoded"])
    session.press("Enter")
    #expect(session.model.screen.name == .tensors)
    #expect(session.model.status?.text == "not decoded")
  }

  @Test("an answer about a tensor that was left is dropped")
  func late() throws {
    var session = Session(list: [.activation, .channels])
    session.answersComputations = false
    session.press("Enter")
    let before = session.model.desk
    session.press(")")
    session.send(
      .answer(.loadFailed("too late"), Ticket(topic: .tensor, number: 2)))
    #expect(session.model.desk.loaded != nil)
    session.press("(")
    #expect(session.model.desk.loaded?.generation == before.loaded?.generation)
    #expect(session.model.desk.pendingBest != nil, "what nobody answered is asked again")
  }

  @Test("c and a change what shares an encoding in place")
  func granularity() {
    var session = Session(.channels)
    session.press("c")
    #expect(session.model.desk.granularity == .perChannel(axis: 0))
    session.press("a")
    #expect(session.model.desk.granularity == .perChannel(axis: 1))
    #expect(session.model.desk.loaded?.blockCount == 256)
    session.press("c c c")
    #expect(session.model.desk.granularity == .perGroup(axis: 1, size: 128))
    session.press("c a")
    #expect(session.model.desk.granularity == .perTensor)
    #expect(session.model.status?.text == "this tensor can be parted in no other way")
    session.press(": c h a n n e l Enter")
    #expect(session.model.desk.granularity == .perChannel(axis: 0))
    session.press(":")
    session.type("group 64")
    session.press("Enter")
    #expect(session.model.desk.granularity == .perGroup(axis: 1, size: 64))
  }
}
