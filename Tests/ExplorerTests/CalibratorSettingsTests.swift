import Calibration
import Testing

@testable import Explorer

@Suite("settings of calibrators on the screen")
struct CalibratorSettingsTests {
  private static let calibrators: [any Calibrator] = [
    PercentileCalibrator(), MeanSquaredErrorCalibrator(), OrtEntropyCalibrator(),
  ]

  private func type(_ command: String, in session: inout Session) {
    session.press(":")
    session.type(command)
    session.press("Enter")
  }

  @Test(":calibrator sets a row, selects it and asks it anew; the name alone puts it back")
  func set() throws {
    var session = Session(calibrators: Self.calibrators)
    session.press("3")
    let row = try #require(
      session.model.desk.table.calibrators.firstIndex { $0.name == "ort-entropy" })
    let standard = try #require(session.model.desk.table.choice(row))
    type("calibrator ort-entropy:bins=512,levels=16", in: &session)
    #expect(session.model.desk.table.selection == row)
    #expect(session.model.desk.calibratorMarks[row].name == "ort-entropy 512 bins to 16")
    #expect(session.model.status?.text == "ort-entropy 512 bins to 16")
    let found = try #require(session.model.desk.table.choice(row))
    #expect(found.ranges != standard.ranges)
    type("calibrator ort-entropy", in: &session)
    #expect(session.model.desk.calibratorMarks[row].name == "ort-entropy 128 bins to 128")
    #expect(session.model.desk.table.choice(row)?.ranges == standard.ranges)
  }

  @Test(
    "what it cannot do it says",
    arguments: [
      ("mse:bins=9", "mse has no settings"),
      ("percentile:40", "percentile needs a number from 50 to 100 for percent, found 40"),
      ("nobody", "no calibrator is called nobody"),
    ])
  func refusals(text: String, sentence: String) {
    var session = Session(calibrators: Self.calibrators)
    session.press("3")
    let before = session.model.desk.calibratorMarks.map(\.name)
    type("calibrator \(text)", in: &session)
    #expect(session.model.desk.calibratorMarks.map(\.name) == before)
    #expect(session.screen().joined().contains(sentence.prefix(45)))
  }
}
