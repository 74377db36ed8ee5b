import Calibration
import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite struct ToolchainTests {
  private func type(_ command: String, into session: inout Session) {
    session.press(":")
    session.type(command)
    session.press("Enter")
  }

  @Test(
    "a toolchain's rule and arithmetic are in force, shown, and undone",
    arguments: [
      "ort", "torch", "aimet",
    ].filter { name in ToolchainCatalog.all.contains { $0.name == name } })
  func inForce(name: String) throws {
    var session = ThresholdTests.session()
    let before = session.model.desk.tuning
    type("toolchain \(name)", into: &session)
    let toolchain = try ToolchainCatalog.toolchain(named: name)
    #expect(session.model.desk.tuning.scheme == (try toolchain.scheme(before.scheme)))
    #expect(session.model.desk.tuning.ranges == before.ranges)
    #expect(session.screen()[0].contains("as \(name)"))
    #expect(
      session.model.desk.reading?.measured?.quantizer
        == (try toolchain.quantizer(for: session.model.desk.shownRange, scheme: before.scheme)))
    session.press("u")
    #expect(session.model.desk.tuning == before)
  }

  @Test("bits and symmetry change under a toolchain, rounding does not")
  func under() {
    var session = ThresholdTests.session()
    type("toolchain ort", into: &session)
    type("bits 4", into: &session)
    #expect(session.model.desk.tuning.scheme.bitWidth == 4)
    #expect(session.model.desk.tuning.scheme.rule.name == "ort")
    session.press("r")
    #expect(session.model.desk.tuning.scheme.arithmetic == OrtToolchain().arithmetic)
    #expect(session.model.status?.text.contains("arithmetic of its own") == true)
    type("toolchain none", into: &session)
    #expect(session.model.desk.tuning.scheme.rule == .standard)
    #expect(session.model.desk.tuning.scheme.bitWidth == 4)
  }

  @Test("rounding changes under a toolchain whose users choose it, and stays with it")
  func chosenRounding() {
    var session = ThresholdTests.session()
    type("toolchain ppq", into: &session)
    session.press("r")
    #expect(session.model.desk.tuning.scheme.arithmetic.rounding == .halfUp)
    #expect(session.screen()[0].contains("as ppq, half-up"))
    type("half-down", into: &session)
    type("bits 4", into: &session)
    #expect(session.model.desk.tuning.scheme.arithmetic.rounding == .halfDown)
    #expect(session.model.desk.tuning.scheme.rule.name == "ppq")
    type("half-away", into: &session)
    #expect(session.screen().joined().contains("rounding must be half-even, half-up"))
    #expect(session.model.desk.tuning.scheme.arithmetic.rounding == .halfDown)
  }

  @Test("what a tool has not is refused, and everything stays")
  func refused() {
    var session = ThresholdTests.session()
    type("levels 9", into: &session)
    let before = session.model.desk.tuning
    type("toolchain ort", into: &session)
    #expect(session.model.desk.tuning == before)
    #expect(session.screen().joined().contains("ort cannot"))
    session.press("Esc")
    type("toolchain nobody", into: &session)
    #expect(session.screen().joined().contains("no toolchain is called nobody"))
  }

  @Test(
    "a tool that lacks the codes in force brings its own of as many bits, until it is taken back")
  func natural() {
    var session = ThresholdTests.session()
    let before = session.model.desk.tuning
    type("toolchain tensorrt", into: &session)
    let scheme = session.model.desk.tuning.scheme
    #expect(scheme.rule.name == "tensorrt" && scheme.bitWidth == 8)
    #expect(scheme.symmetry == .symmetric && scheme.signedness == .signed)
    session.press("u")
    #expect(session.model.desk.tuning == before)
    type("bits 5", into: &session)
    type("toolchain ncnn", into: &session)
    #expect(session.screen().joined().contains("ncnn cannot: bit width must be 6, 8"))
    session.press("Esc")
    #expect(session.model.desk.tuning.scheme.rule.name == nil)
    type("toolchain pytorch", into: &session)
    #expect(session.screen().joined().contains("did you mean torch?"))
  }

  @Test("T goes through the tools that have such codes and back to qviz's own")
  func cycle() {
    var session = ThresholdTests.session()
    let desk = session.model.desk
    let before = desk.tuning.scheme
    var names: [String] = []
    for _ in 0...ToolchainCatalog.all.count {
      session.press("T")
      guard let name = session.model.desk.tuning.scheme.rule.name else { break }
      names.append(name)
    }
    let suitable = ToolchainCatalog.all.filter {
      (try? $0.scheme(before)) != nil && desk.has($0)
    }
    #expect(names == suitable.map(\.name) && !names.contains("ort-blocked"))
    #expect(session.model.desk.tuning.scheme == before)
  }

  @Test("taking a tool's row puts its toolchain in force, so that the numbers are the row's")
  func taking() throws {
    // Searches take seconds in unoptimized code.
    var session = Session(
      calibrators: CalibratorCatalog.all.filter {
        ["ort-minmax", "torch-minmax", "tflite-minmax", "ppq-minmax", "aimet-minmax"]
          .contains($0.name)
      })
    session.press("3")
    let rows = session.model.desk.table.calibrators.indices.filter {
      session.model.desk.table.calibrators[$0] is any ToolCalibrator
        && session.model.desk.table.choice($0) != nil
    }
    #expect(rows.count == 5)
    for row in rows {
      let name = session.model.desk.table.calibrators[row].name
      guard let choice = session.model.desk.table.choice(row) else { continue }
      session.model.sheet.desk.table.select(row)
      session.press("Enter")
      let quantizer = session.model.desk.reading?.measured?.quantizer
      if quantizer != choice.quantizers[0] {
        #expect(session.model.status?.text.contains("its own scale is") == true, "\(name)")
      }
      session.press("u")
    }
  }

  @Test("a row of float8 codes has its numbers, and is not taken, nor the best of the integers")
  func float8() throws {
    var session = Session(calibrators: [MeanSquaredErrorCalibrator(), OrtFloat8Calibrator()])
    session.press("3")
    let row = try #require(
      session.model.desk.table.calibrators.firstIndex { $0 is any Float8Calibrator })
    let choice = try #require(session.model.desk.table.choice(row))
    let least = try #require(session.model.desk.table.leastMeanSquaredError)
    #expect(!choice.isInteger)
    #expect(
      session.model.desk.table.rows.indices.contains {
        session.model.desk.table.choice($0)?.error.meanSquaredError == least && $0 != row
      })
    session.model.sheet.desk.table.select(row)
    let screen = session.screen().joined(separator: "\n")
    #expect(screen.contains("ort-float8") && screen.contains("float8 E4M3"))
    let before = session.model.desk.tuning
    session.press("Enter")
    #expect(session.model.desk.tuning == before)
    #expect(
      session.model.status?.text
        == "ort-float8 has float8 codes, which no scheme of integers can take")
  }
}
