import Calibration
import TerminalScreen
import Testing

@testable import Explorer

/// A row that takes long says how much of it is done.
@Suite struct CalibratorShareTests {
  /// A session on the calibrators, whose worker is at the first row and answers nothing.
  private static func waiting(_ size: ScreenSize) throws -> (Session, Ticket) {
    var session = Session(.activation, size: size, answersComputations: false)
    session.press("3")
    let ticket = try #require(session.unanswered.last { $0.topic == .calibration })
    return (session, ticket)
  }

  private static func share(_ share: Double) -> Answer {
    .progress(LoadProgress(label: "calibrating", share: share))
  }

  @Test(
    "the row that the worker is at shows the share done, in the table and below it",
    arguments: [(80, 24), (100, 30), (140, 45)])
  func shown(columns: Int, rows: Int) throws {
    var (session, ticket) = try Self.waiting(ScreenSize(columns: columns, rows: rows))
    #expect(session.screen().contains { $0.contains("min-max") && $0.contains("calibrating…") })
    #expect(!session.screen().contains { $0.contains("%") && $0.contains("calibrating…") })
    session.send(.answer(Self.share(0.437), ticket))
    let lines = session.screen().filter { $0.contains("calibrating… 43 %") }
    #expect(lines.count == 2)
    #expect(lines.first?.contains("min-max") == true)
    session.send(.answer(Self.share(1), ticket))
    #expect(session.screen().count { $0.contains("calibrating… 99 %") } == 2)
  }

  @Test("the share of a row that nobody waits for any more is not heard")
  func stale() throws {
    var (session, ticket) = try Self.waiting(ScreenSize(columns: 100, rows: 30))
    session.press("b")
    session.send(.answer(Self.share(0.5), ticket))
    #expect(!session.screen().contains { $0.contains("50 %") })
  }

  @Test("a share belongs to the row asked for, and is nothing for a row that is there")
  func table() {
    var table = CalibratorTable(calibrators: CalibratorCatalog.own)
    table.advance(to: 0.5)
    #expect(table.rows.allSatisfy { if case .waiting = $0 { true } else { false } })
    table.ask(1)
    table.advance(to: 0.25)
    guard case .asked(let share) = table.rows[1] else {
      Issue.record("the row is asked for")
      return
    }
    #expect(share == 0.25)
    #expect(table.next == nil)
    table.answer(CalibrationRow(table.calibrators[1], failing: .noFiniteValues))
    table.advance(to: 0.75)
    guard case .ready = table.rows[1] else {
      Issue.record("the row is there")
      return
    }
  }
}
