import Calibration
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("channels, calibrators and the mouse")
struct BlockTests {
  private func channels() -> Session {
    Session(.channels, granularity: .channel(axis: 0))
  }

  @Test("brackets show another channel, up to the ends")
  func brackets() {
    var session = channels()
    session.press("] ]")
    #expect(session.model.desk.shown?.index == 2)
    session.press("}")
    #expect(session.model.desk.shown?.index == 3)
    session.press("{ [")
    #expect(session.model.desk.shown?.index == 0)
  }

  @Test("each channel has thresholds of its own, and undo goes back to its channel")
  func ranges() {
    var session = channels()
    let before = session.model.desk.tuning.ranges
    session.press("] H")
    #expect(session.model.desk.tuning.ranges[0] == before[0])
    #expect(session.model.desk.tuning.ranges[1] != before[1])
    session.press("] u")
    #expect(session.model.desk.tuning.ranges == before)
    #expect(session.model.desk.shown?.index == 1)
  }

  @Test("the error of the whole tensor follows every step of one channel")
  func wholeTensor() throws {
    var session = channels()
    session.press("] ] H H H [ h")
    let model = session.model
    let loaded = try #require(model.desk.loaded)
    let quantizers = try model.desk.tuning.scheme.quantizers(for: model.desk.tuning.effectiveRanges)
    let error = loaded.distribution.error(on: quantizers.map(\.staircase))
    let mean = try #require(error.meanSquaredError)
    let line = try #require(ExtraLines(model.desk, size: model.sheet.size).facts.first)
    #expect(line.value(columns: 80).string.contains(NumberText.significant(mean, 5)))
  }

  @Test("the table fills row by row, and Enter takes the ranges of a row")
  func table() throws {
    var session = channels()
    session.press("3 j Enter")
    #expect(session.model.desk.table.next == nil)
    let choice = try #require(session.model.desk.table.choice(1))
    #expect(session.model.desk.tuning.ranges == BlockRanges(choice.ranges.compactMap(\.self)))
    #expect(session.model.status?.text == "percentile taken")
    session.press("k k k Enter u")
    #expect(session.model.desk.table.selection == 0)
    #expect(session.model.desk.tuning.ranges == BlockRanges(choice.ranges.compactMap(\.self)))
  }

  @Test("another percentage is asked for anew")
  func percentile() {
    var session = channels()
    session.press("3 +")
    #expect(session.model.desk.calibratorMarks[1].name == "percentile 99.95 %")
    #expect(session.model.desk.table.choice(1) != nil)
    session.press("%")
    session.type("97.5")
    session.press("Enter")
    #expect(session.model.desk.calibratorMarks[1].name == "percentile 97.5 %")
    session.press("%")
    session.type("12")
    session.press("Enter")
    guard case .entry(let entry)? = session.model.overlay else { return }
    #expect(entry.complaint == "percentile must be above 50 and at most 100, found 12.0")
  }

  @Test("a press on a slider or on the axis grabs a threshold, and a drag moves it")
  func mouse() {
    var session = ThresholdTests.session()
    let layout = ExploreLayout(session.model.sheet)
    func mouse(_ action: Key.MouseAction, _ column: Int, _ row: Int) {
      session.send(.key(.mouse(action, column: column, row: row)))
    }
    let track = layout.sliderTrack
    mouse(.press, track.column + track.columns / 2, layout.minRow.row)
    #expect(session.model.desk.activeThreshold == .lower)
    #expect(abs(session.model.desk.shownRange.lower) < 0.2)
    mouse(.drag, track.column, layout.minRow.row)
    #expect(session.model.desk.shownRange.lower == -3)
    mouse(.release, track.column, layout.minRow.row)
    mouse(.drag, track.column + 9, layout.minRow.row)
    #expect(session.model.desk.shownRange.lower == -3)
    mouse(.press, layout.plotColumn + layout.plotColumns * 3 / 4, layout.floatBars.row)
    #expect(session.model.desk.activeThreshold == .upper)
    #expect(abs(session.model.desk.shownRange.upper - 1.5) < 0.1)
    mouse(.drag, 10_000, -5)
    #expect(session.model.desk.shownRange.upper == 3)
    mouse(.release, 0, 0)
    mouse(.wheelUp, 5, 5)
    #expect(session.model.desk.zoomWindow != nil)
    mouse(.press, 28, 23)
    #expect(session.model.screen.name == .tradeOff)
  }

  @Test("a drag is one change")
  func dragUndo() {
    var session = ThresholdTests.session()
    let layout = ExploreLayout(session.model.sheet)
    for column in [40, 38, 36] {
      session.send(
        .key(.mouse(column == 40 ? .press : .drag, column: column, row: layout.floatBars.row)))
    }
    session.press("u")
    #expect(session.model.desk.shownRange == ClippingRange(lower: -3, upper: 3))
  }
}
