import Calibration
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("a sample first, then every value")
struct OpeningTests {
  static let sizes = [
    ScreenSize(columns: 80, rows: 24), ScreenSize(columns: 120, rows: 40),
    ScreenSize(columns: 40, rows: 12),
  ]

  /// 4096 values from −1 to 3 whose ends the sample of every eighth value does not have.
  static let line = TestTensor(
    name: "line", shape: [8, 512],
    values: (0..<4096).map { $0 == 4095 ? 3 : $0 == 1 ? -1 : Float($0 % 512) / 512 })

  private func progress() -> LoadProgress {
    LoadProgress(label: "sorting", share: 0.43, bytesPerSecond: 1.2e9, secondsLeft: 3.2)
  }

  @Test("a sample looks as recorded", arguments: sizes)
  func screen(size: ScreenSize) throws {
    var opening = try Opening(.activation, size: size)
    opening.report(progress())
    try ScreenFile.expect(
      opening.session.model.canvas(TerminalCapabilities()), isScreen: "opening")
    opening.session.press("H H H H b")
    try ScreenFile.expect(
      opening.session.model.canvas(TerminalCapabilities()), isScreen: "opening-clipped")
    opening.session.press("3")
    try ScreenFile.expect(
      opening.session.model.canvas(TerminalCapabilities()), isScreen: "opening-calibrators")
  }

  @Test("a sample of channels looks as recorded")
  func channels() throws {
    var opening = try Opening(
      .channels, size: Self.sizes[1], granularity: .channel(axis: 0))
    opening.report(progress())
    try ScreenFile.expect(
      opening.session.model.canvas(TerminalCapabilities()), isScreen: "opening-channels")
  }

  @Test(
    "with every value there, nothing tells that there was a sample",
    arguments: [TestTensor.activation, .channels, .outlier, .allPositive, .mixed, .hostile]
      .map(\.name))
  func afterwards(name: String) throws {
    let tensor = try #require(TestTensor.all.first { $0.name == name })
    for size in Self.sizes.prefix(tensor.name == TestTensor.activation.name ? 3 : 1) {
      var opening = try Opening(tensor, size: size, step: 2)
      opening.report(progress())
      opening.complete()
      #expect(opening.session.screen() == Session(tensor, size: size).screen())
      #expect(!opening.session.model.desk.hasUnsavedTuning)
    }
  }

  @Test("every part of the screen stays where it was", arguments: sizes)
  func noJump(size: ScreenSize) throws {
    for granularity in [GranularityChoice.tensor, .channel(axis: 0)] {
      var opening = try Opening(Self.line, size: size, granularity: granularity)
      opening.report(progress())
      let before = ExploreLayout(opening.session.model.sheet)
      opening.complete()
      #expect(ExploreLayout(opening.session.model.sheet) == before)
    }
  }

  @Test("a threshold that was not touched goes to the end of all values, one that was stays")
  func thresholds() throws {
    var opening = try Opening(Self.line)
    opening.session.press("m")
    opening.session.press("Enter C-u 0 . 5 Enter")
    let before = opening.session.model.desk.shownRange
    #expect(before == ClippingRange(lower: 0, upper: 0.5))
    opening.complete()
    #expect(opening.session.model.desk.shownRange == ClippingRange(lower: -1, upper: 0.5))
    opening.session.press("u")
    #expect(opening.session.model.desk.shownRange == ClippingRange(lower: -1, upper: 3))
    #expect(!opening.session.model.desk.hasUnsavedTuning)
  }

  @Test("thresholds given on the command line stay, even at an end of the sample")
  func given() throws {
    var opening = try Opening(
      Self.line, start: .range(ClippingRange(lower: 0, upper: 0.25)))
    opening.session.press("Tab Tab")
    opening.complete()
    #expect(opening.session.model.desk.shownRange == ClippingRange(lower: 0, upper: 0.25))
    #expect(!opening.session.model.desk.hasUnsavedTuning)
  }

  @Test("a scheme, a zoom and a view that were chosen meanwhile stay")
  func choices() throws {
    var opening = try Opening(Self.line)
    opening.session.press("b b = h h z g")
    let before = opening.session.model.desk
    opening.complete()
    let after = opening.session.model.desk
    #expect(after.tuning == before.tuning)
    #expect(after.zoomWindow == before.zoomWindow && after.zoomWindow != nil)
    #expect(after.countScale == .linear && after.activeThreshold == before.activeThreshold)
    #expect(after.hasUnsavedTuning)
  }

  @Test("the channel that was looked at is still on the screen")
  func shownBlock() throws {
    var opening = try Opening(Self.line, granularity: .channel(axis: 0), step: 1024)
    opening.session.press("]")
    #expect(opening.session.model.idleStatus == "this block has no value in the sample")
    opening.complete()
    #expect(opening.session.model.desk.shown?.index == 1)
    #expect(opening.session.model.desk.shown?.distribution.count == 512)
  }

  @Test("everything instant answers from the sample")
  func instant() throws {
    var opening = try Opening(.activation)
    let first = try #require(opening.session.model.desk.reading?.measured)
    #expect(first.error.sums.count == 512)
    opening.session.press("b H")
    let second = try #require(opening.session.model.desk.reading?.measured)
    #expect(second.quantizer.encoding.codeCount == 128)
    #expect(second.error.meanSquaredError != first.error.meanSquaredError)
  }

  @Test("what a person would take home waits for all values, and says so")
  func waiting() throws {
    var opening = try Opening(.activation)
    #expect(opening.session.model.desk.pendingBest == nil)
    #expect(opening.session.screen().contains { $0.contains("over best waits") })
    opening.session.press("3")
    #expect(opening.session.screen().contains { $0.contains("waits for all values") })
    opening.session.press("Enter")
    #expect(!opening.session.model.desk.hasUnsavedTuning)
    opening.session.press("e")
    #expect(opening.session.model.overlay == nil)
    #expect(
      opening.session.model.status?.text == "encodings can be exported when all values are read")
    opening.session.press("1 o")
    #expect(opening.session.model.desk.takesBestWhenFound)
    opening.complete()
    var whole = Session(.activation)
    whole.press("o")
    #expect(opening.session.model.desk.shownRange == whole.model.desk.shownRange)
  }

  @Test("the trade-off is that of the sample, marked, until all values are there")
  func tradeOff() throws {
    var opening = try Opening(.activation)
    opening.session.press("2")
    let curve = try #require(opening.session.model.tradeOff?.curve.known)
    #expect(opening.session.screen().contains { $0.contains("≈ sample · log scale") })
    opening.complete()
    #expect(opening.session.model.tradeOff?.curve.known?.key != curve.key)
    #expect(!opening.session.screen().contains { $0.contains("≈ sample") })
  }

  @Test("a calibrator that was to choose the start does so when all values are there")
  func startAtCalibrator() throws {
    let percentile = try PercentileCalibrator(percent: 90)
    var opening = try Opening(Self.line, start: .calibrator(percentile))
    #expect(opening.session.model.desk.shownRange.lower == 0)
    opening.complete()
    let whole = Session(Self.line, start: .calibrator(percentile))
    #expect(opening.session.model.desk.shownRange == whole.model.desk.shownRange)
    #expect(!opening.session.model.desk.hasUnsavedTuning)
  }

  @Test("what is not finite in the sample is counted as of the sample")
  func notFinite() throws {
    var opening = try Opening(.mixed, step: 3)
    #expect(
      opening.session.screen().contains {
        $0.contains("left out") && $0.contains("1 NaN in the sample")
      })
    opening = try Opening(
      TestTensor(name: "late", shape: [4], values: [.nan, 1, 2, 3]), step: 4)
    #expect(opening.session.screen().contains { $0.contains("no finite value in the sample yet") })
    opening.complete()
    #expect(opening.session.screen().contains { $0.contains("1 NaN") })
  }

  @Test("a reading that fails after the sample says why")
  func failure() throws {
    var opening = try Opening(.activation)
    opening.fail("x.npy: file was cut to 12 bytes")
    #expect(opening.session.screen().contains { $0.contains("file was cut") })
    opening.session.press("q")
    guard case .quit(.couldNotLoad)? = opening.session.kept.last else {
      Issue.record("q must end with the sentence")
      return
    }
  }

  @Test(
    "every size has a screen while there is a sample", arguments: ["", "2", "3", "h q", "Enter"])
  func everySize(keys: String) throws {
    var opening = try Opening(.mixed, step: 2)
    opening.report(progress())
    opening.session.press(keys)
    for columns in [1, 20, 39, 40, 47, 60, 75, 76, 80, 100, 160] {
      for rows in [1, 9, 10, 12, 19, 20, 24, 40] {
        opening.session.resize(columns, rows)
        var canvas = Canvas(
          size: ScreenSize(columns: columns, rows: rows), fill: Cell("\u{2603}"))
        opening.session.model.draw(on: &canvas)
        if canvas.cells.contains(where: { $0.character == "\u{2603}" }) {
          Issue.record("undrawn at \(columns)×\(rows)")
        }
      }
    }
  }
}
