import Calibration
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

/// What a file of encodings does to a tensor, beside what calibrators would choose.
@Suite struct GivenFileTests {
  private static func given(
    _ scheme: Scheme, _ ranges: [ClippingRange], _ granularity: Granularity
  ) throws -> StoredRanges {
    StoredRanges(
      scheme: scheme,
      given: GivenCalibrator(
        source: "w.encodings",
        blocks: try ranges.map { try CalibratedBlock($0, scheme: scheme) },
        granularity: granularity), origin: "aimet-1.0.0")
  }

  private static func session(
    size: ScreenSize = ScreenSize(columns: 120, rows: 40)
  ) throws -> Session {
    let scheme = try Scheme(bitWidth: 6, symmetry: .symmetric)
    return Session(
      .activation, size: size,
      given: try given(scheme, [ClippingRange(lower: -1.5, upper: 1.5)], .perTensor), by: .perTensor
    )
  }

  @Test("the tensor starts with the file's scheme and range, says so, and is not tuned by that")
  func start() throws {
    var session = try Self.session()
    let desk = session.model.sheet.desk
    #expect(desk.tuning.scheme.bitWidth == 6 && desk.tuning.scheme.symmetry == .symmetric)
    #expect(desk.shownRange == ClippingRange(lower: -1.5, upper: 1.5))
    #expect(desk.tuning.ranges.origin == "aimet-1.0.0")
    #expect(!desk.isTuned && session.model.sheet.unsaved.isEmpty)
    #expect(session.screen().joined().contains("the encoding is that of w.encodings"))
    session.press("h")
    #expect(session.model.sheet.desk.isTuned)
    session.press("u")
    #expect(session.model.sheet.desk.shownRange == ClippingRange(lower: -1.5, upper: 1.5))
  }

  @Test("its range stays marked on the axis and in words while the thresholds move away")
  func marks() throws {
    var session = try Self.session()
    let text = { session.screen().joined(separator: "\n") }
    #expect(text().contains("given ◇") && text().contains("as w.encodings has it"))
    session.press("m H H")
    let axis = session.screen().first { $0.contains("▲") } ?? ""
    #expect(axis.contains("◇"))
  }

  @Test("it is the first row of the table, with the error of its own encoding, whatever the scheme")
  func row() throws {
    var session = try Self.session()
    let values = TestTensor.activation.values
    session.press("b b 3")
    let table = session.model.sheet.desk.table
    #expect(table.calibrators.map(\.name).prefix(2) == ["given", "min-max"])
    let choice = try #require(table.choice(0))
    let quantizer = try #require(choice.quantizer(ofBlock: 0))
    #expect(quantizer.encoding.quantMax == 31)
    let sum = values.reduce(0.0) { sum, value in
      let error = Double(value) - Double(quantizer.fakeQuantize(value))
      return sum + error * error
    }
    let found = try #require(choice.error.meanSquaredError)
    #expect(abs(found - sum / Double(values.count)) <= 1e-9 * found)
    #expect(session.screen().joined().contains("given"))
  }

  @Test("of other blocks it has nothing to say, and says so in its row")
  func otherBlocks() throws {
    let scheme = Scheme.standard
    let layout = try BlockLayout(
      shape: TestTensor.channels.shape, granularity: .perChannel(axis: 0))
    let ranges = (0..<layout.blockCount).map { ClippingRange(lower: -1, upper: Double($0 + 1)) }
    var session = Session(
      .channels, size: ScreenSize(columns: 120, rows: 40),
      given: try Self.given(scheme, ranges, .perChannel(axis: 0)), by: .perChannel(axis: 0))
    session.press("]")
    #expect(session.model.sheet.desk.shownRange == ranges[1])
    #expect(session.model.sheet.desk.givenFileRange?.range == ranges[1])
    session.press(":")
    session.type("tensor")
    session.press("Enter 3")
    #expect(session.model.sheet.desk.givenFileRange == nil)
    guard case .ready(let row) = session.model.sheet.desk.table.rows[0],
      case .notApplicable(let error) = row.outcome
    else {
      Issue.record("it must not apply")
      return
    }
    #expect(
      "\(error)" == "w.encodings cannot: its encodings are per channel along axis 0, not per tensor"
    )
  }
}
