import QuantizationEngine
import Testing

@testable import Explorer

@Suite("commands")
struct CommandTests {
  private func run(_ command: String) -> Session {
    var session = ThresholdTests.session()
    session.press(":")
    session.type(command)
    session.press("Enter")
    return session
  }

  private func complaint(_ session: Session) -> String? {
    if case .entry(let entry) = session.model.overlay { entry.complaint } else { nil }
  }

  @Test(
    "ranges",
    arguments: [
      ("min -1.5", -1.5, 3.0), ("max 2", -3, 2), ("range -1 1", -1, 1), ("  max   2 ", -3, 2),
      ("minmax", -3, 3), ("", -3, 3),
    ])
  func ranges(command: String, lower: Double, upper: Double) {
    let session = run(command)
    #expect(session.model.overlay == nil)
    #expect(session.model.desk.shownRange == ClippingRange(lower: lower, upper: upper))
  }

  @Test(
    "schemes",
    arguments: [
      ("bits 4", "uint4 asymmetric, half-even, divided by the scale"),
      ("levels 9", "9 levels unsigned asymmetric, half-even, divided by the scale"),
      ("symmetric", "int8 symmetric, half-even, divided by the scale"),
      ("restricted", "int8 restricted symmetric, half-even, divided by the scale"),
      ("signed", "int8 asymmetric, half-even, divided by the scale"),
      ("half-up", "uint8 asymmetric, half-up, divided by the scale"),
    ])
  func schemes(command: String, text: String) {
    let session = run(command)
    #expect(SchemeText.full(session.model.desk.tuning.scheme) == text)
    #expect(session.model.status?.text == text)
  }

  @Test(
    "what cannot be done stays in the line and says why",
    arguments: [
      ("frobnicate", "there is no command frobnicate; ? lists them"),
      ("min", "expected :min X"),
      ("min 1 2", "expected :min X"),
      ("min one", "expected a number in :min X, found one"),
      ("bits 1.5", "expected a whole number in :bits N, found 1.5"),
      ("bits 17", "bit width must be from 2 to 16, found 17"),
      ("levels 1", "number of levels must be from 2 to 65536, found 1"),
      ("range 2 1", "clipping range must have min at or below max, found 2.0…1.0"),
      ("percentile 40", "percentile must be above 50 and at most 100, found 40.0"),
      ("block 1", "block must be from 0 to 0, found 1"),
      ("channel 3", "axis must be from 0 to 0 for shape [61], found 3"),
      ("group 0 0", "group size must be at least 1, found 0"),
    ])
  func refused(command: String, sentence: String) {
    let session = run(command)
    #expect(complaint(session) == sentence)
    #expect(session.model.desk.tuning == session.model.desk.keptTuning)
  }

  @Test("quitting asks, and with a bang does not")
  func quit() {
    var session = run("max 2")
    session.press(": q Enter")
    #expect(session.model.overlay == .confirmQuit(.done))
    session.press("n")
    #expect(session.model.overlay == nil)
    session.press(": q ! Enter")
    guard case .quit(.done) = session.kept.last else {
      Issue.record("it must quit")
      return
    }
  }

  @Test("another granularity loads the tensor by other blocks")
  func granularity() {
    var session = Session(.channels, answersComputations: false)
    session.press(":")
    session.type("channel 0")
    session.press("Enter")
    #expect(session.model.desk.loaded?.blockCount == 4)
    #expect(session.model.desk.tuning.ranges.count == 4)
    session.press(":")
    session.type("group 1 64")
    session.press("Enter")
    #expect(session.model.desk.loaded?.blockCount == 16)
    session.press(":")
    session.type("block 15")
    session.press("Enter")
    #expect(session.model.desk.shown?.index == 15)
  }

  @Test(
    "a range with its bounds the wrong way round is refused, whatever the scheme",
    arguments: ["toolchain none", "toolchain torchao", "symmetric"])
  func reversed(scheme: String) {
    var session = Session(.activation)
    for line in [scheme, "range 99.9 7"] {
      session.press(":")
      session.type(line)
      session.press("Enter")
    }
    guard case .entry(let entry)? = session.model.overlay else {
      Issue.record("the line must stay, with the reason")
      return
    }
    #expect(
      entry.complaint == "clipping range must have min at or below max, found 99.9…7.0")
    #expect(session.model.desk.shownRange.upper != 7)
  }
}
