import Foundation
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

/// What was tuned is handed over to be kept, offered again, taken up, and undone.
@Suite struct RecollectionTests {
  private func recalled(
    _ scheme: Scheme = .standard, _ granularity: Granularity = .perTensor,
    _ ranges: SparseRanges = SparseRanges(common: .init(lower: -0.125, upper: 2)),
    time: String = "28 Nov 14:02", fileChange: RecalledTuning.FileChange = .none
  ) -> RecalledTuning {
    RecalledTuning(
      scheme: scheme, granularity: granularity, ranges: ranges, time: time, fileChange: fileChange)
  }

  private func status(_ session: Session) -> String {
    // The last row but one.
    session.screen().suffix(2).first?.trimmingCharacters(in: .whitespaces) ?? ""
  }

  /// The range of the block on the screen, as the desk has it.
  private func range(_ session: Session) -> ClippingRange { session.model.sheet.desk.shownRange }

  @Test("nothing is kept before something is tuned, and each change after that once")
  func keeping() throws {
    var session = Session()
    session.press("Tab Tab ? Esc 2 1 [ z")
    #expect(session.snapshots.isEmpty)
    session.press("h")
    let first = try #require(session.snapshots.first)
    #expect(session.snapshots.count == 1)
    #expect(first.tensor == 0 && first.scheme == .standard && first.layout.shape == [1, 32, 128])
    let upper = session.model.sheet.desk.shownRange
    let kept = try #require(first.sparseRanges(atMost: 1))
    #expect(kept.common.range(over: upper) == upper || kept.chosen[0]?.range(over: upper) == upper)
    session.press("2 1 ?")
    session.press("Esc")
    #expect(session.snapshots.count == 1)
    session.press("b")
    #expect(session.snapshots.count == 2)
    #expect(session.snapshots.last?.scheme.bitWidth == 7)
    // What is undone is kept as undone: it would come back otherwise.
    session.press("u u")
    #expect(session.snapshots.count == 4)
    let last = try #require(session.snapshots.last)
    #expect(last.scheme == .standard)
    #expect(last.sparseRanges(atMost: 0) == SparseRanges())
  }

  @Test("only what differs from the values is handed over, as much as there may be")
  func sparse() throws {
    var session = Session(.channels, granularity: .channel(axis: 0))
    session.press("] h")
    let ranges = try #require(session.snapshots.last?.sparseRanges(atMost: 1))
    #expect(ranges.chosen.count == 1 && ranges.chosen[1]?.lower == nil)
    session.press("] h")
    #expect(session.snapshots.last?.sparseRanges(atMost: 1) == nil)
    #expect(session.snapshots.last?.sparseRanges(atMost: 2)?.chosen.keys.sorted() == [1, 2])
  }

  @Test("what was tuned before is offered, taken up by R, and undone by u")
  func takingUp() throws {
    var session = Session(recalled: [recalled(try Scheme(bitWidth: 4))])
    #expect(status(session) == "tuned here on 28 Nov 14:02: R takes it up")
    // It stays until something is done about it.
    session.press("? Esc 2 1 Tab")
    #expect(status(session) == "tuned here on 28 Nov 14:02: R takes it up")
    let before = range(session)
    session.press("R")
    #expect(range(session) == ClippingRange(lower: -0.125, upper: 2))
    #expect(session.model.sheet.desk.tuning.scheme.bitWidth == 4)
    #expect(status(session) == "taken up: what was tuned on 28 Nov 14:02; u goes back")
    #expect(session.snapshots.count == 1)
    session.press("u")
    #expect(range(session) == before && session.model.sheet.desk.tuning.scheme == .standard)
    session.press("Tab")
    #expect(!status(session).contains("28 Nov"))
  }

  @Test("a file that has changed since says so")
  func changedFile() {
    let session = Session(recalled: [recalled(fileChange: .changed)])
    #expect(
      status(session) == "tuned here on 28 Nov 14:02: R takes it up (the file has changed since)")
  }

  @Test("who tunes anew is told that the old tuning is still there, and it is")
  func tuningAnew() throws {
    var session = Session(recalled: [recalled()])
    session.press("h")
    #expect(status(session) == "R still takes up what was tuned on 28 Nov 14:02")
    session.press("h")
    #expect(!status(session).contains("28 Nov"))
    let own = range(session)
    session.press("R")
    #expect(range(session) == ClippingRange(lower: -0.125, upper: 2))
    session.press("u")
    #expect(range(session) == own)
  }

  @Test("what is no different from the start is not offered")
  func same() {
    var session = Session(recalled: [recalled(.standard, .perTensor, SparseRanges())])
    #expect(!status(session).contains("tuned here"))
    session.press("R")
    #expect(status(session) == "no other tuning of this tensor is kept")
    // The one before is the first that differs.
    let other = Session(
      recalled: [
        recalled(.standard, .perTensor, SparseRanges()), recalled(time: "1 Jan 2025 00:00"),
      ])
    #expect(status(other).hasPrefix("tuned here on 1 Jan 2025 00:00"))
  }

  @Test("the tuning before the last is there for a command")
  func before() throws {
    var session = Session(
      recalled: [
        recalled(), recalled(try Scheme(bitWidth: 3), time: "27 Nov 09:00"),
      ])
    session.press(":")
    session.type("resume before")
    session.press("Enter")
    #expect(session.model.sheet.desk.tuning.scheme.bitWidth == 3)
    #expect(status(session).contains("27 Nov 09:00"))
    session.press(":")
    session.type("resume")
    session.press("Enter")
    #expect(session.model.sheet.desk.tuning.scheme == .standard)
    #expect(status(session).contains("28 Nov 14:02"))
    session.press(":")
    session.type("resume tomorrow")
    session.press("Enter")
    #expect(session.screen().joined().contains("resume [before]"))
  }

  @Test("what was tuned by other blocks brings its blocks along")
  func granularity() throws {
    let ranges = SparseRanges(chosen: [2: .init(lower: nil, upper: 1.5)])
    var session = Session(
      .channels, recalled: [recalled(.standard, .perChannel(axis: 0), ranges)])
    session.press("R")
    let desk = session.model.sheet.desk
    #expect(desk.granularity == .perChannel(axis: 0))
    #expect(Array(desk.tuning.ranges)[2].upper == 1.5)
    #expect(desk.tuning.ranges.count == 4)
    #expect(status(session).contains("taken up"))
    session.press("u")
    #expect(session.model.sheet.desk.tuning.ranges[2].upper != 1.5)
  }

  @Test("why nothing can be kept is said once")
  func complaint() {
    var session = Session()
    session.notKept = "Read-only file system"
    session.press("h")
    #expect(status(session) == "not kept for next time: Read-only file system")
    session.press("h")
    #expect(!status(session).contains("not kept"))
    #expect(session.snapshots.count == 2)
  }

  @Test("what could not be read is said when the tensor opens")
  func damaged() {
    let session = Session(complaint: "what was tuned before cannot be read")
    #expect(status(session) == "what was tuned before cannot be read")
  }

  @Test("the list shows of which tensors something is kept")
  func list() {
    var session = Session(list: [.channels, .activation, .mixed], recalled: [recalled()])
    let rows = session.screen()
    #expect(rows.contains { $0.hasPrefix(" R") })
    // Opened there, it is offered; tuned, it is marked as such.
    session.press("Down Enter")
    #expect(session.model.sheet.desk.position == 1)
    #expect(status(session).hasPrefix("tuned here on"))
    session.press("h Esc")
    #expect(session.screen().contains { $0.contains("~") })
  }
}
