import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("thresholds")
struct ThresholdTests {
  /// A tensor from −3 to 3 whose normal step is 0.05.
  static let line = TestTensor(
    name: "line", shape: [61], values: (0...60).map { Float($0 - 30) / 10 })

  static func session(_ scheme: Scheme = .standard) -> Session {
    Session(line, scheme: scheme, answersComputations: false)
  }

  /// What some keys make of a range of −3…3.
  struct Case: CustomTestStringConvertible, Sendable {
    let keys: String
    let lower: Double
    let upper: Double
    init(_ keys: String, _ lower: Double, _ upper: Double) {
      self.keys = keys
      self.lower = lower
      self.upper = upper
    }
    var testDescription: String { keys }
  }

  @Test(
    "keys move them",
    arguments: [
      Case("", -3, 3), Case("Left", -3, 2.95), Case("h h h", -3, 2.85), Case("h l", -3, 3),
      Case("S-Left", -3, 2.5), Case("H L", -3, 3), Case(",", -3, 2.995), Case("< < >", -3, 2.995),
      Case("Right", -3, 3), Case("Tab Right", -2.95, 3), Case("k l", -2.95, 3),
      Case("k l j h", -2.95, 2.95), Case("Up S-Right Down S-Left", -2.5, 2.5),
      Case("Tab Tab h", -3, 2.95), Case("S-Tab l", -2.95, 3),
      Case("H H m", -3, 3), Case("h u", -3, 3), Case("h h h u", -3, 3), Case("h h u C-r", -3, 2.9),
      Case("h Tab l u", -3, 2.95), Case("h Tab l u u", -3, 3), Case("h u h", -3, 2.95),
      Case("u", -3, 3), Case("H H H H H H H H", -3, -1),
    ])
  func keys(testCase: Case) {
    var session = Self.session()
    session.press(testCase.keys)
    #expect(
      session.model.desk.shownRange == ClippingRange(lower: testCase.lower, upper: testCase.upper))
  }

  @Test("a threshold that passes the other one takes it along")
  func passing() {
    var session = Self.session()
    session.press(String(repeating: "H ", count: 9) + "k")
    #expect(session.model.desk.shownRange == ClippingRange(lower: -3, upper: -1.5))
    session.press("L L L L")
    #expect(session.model.desk.shownRange == ClippingRange(lower: -1, upper: -1))
  }

  @Test("a symmetric scheme moves both, and never past zero")
  func symmetric() throws {
    var session = Self.session(try Scheme(bitWidth: 8, symmetry: .symmetric))
    session.press("H")
    #expect(session.model.desk.shownRange == ClippingRange(lower: -2.5, upper: 2.5))
    session.press("Tab L")
    #expect(session.model.desk.shownRange == ClippingRange(lower: -2, upper: 2))
    session.press("L L L L L")
    #expect(session.model.desk.shownRange == ClippingRange(lower: 0, upper: 0))
    #expect(session.model.desk.reading?.measured != nil)
  }

  @Test("the lock follows the scheme, and what was asked comes back")
  func lock() {
    var session = Self.session()
    session.press("H =")
    #expect(session.model.desk.tuning.scheme.symmetry == .symmetric)
    #expect(session.model.desk.shownRange == ClippingRange(lower: -3, upper: 3))
    session.press("=")
    #expect(session.model.desk.tuning.scheme == .standard)
    #expect(session.model.desk.shownRange == ClippingRange(lower: -3, upper: 2.5))
  }

  @Test("at the end of the range the status says so")
  func end() {
    var session = Self.session()
    session.press("l")
    #expect(
      session.model.status?.text
        == "max is at the end of the range; Enter types a value beyond it")
    session.press("h")
    #expect(session.model.status == nil)
  }

  @Test("a value is typed over the old one, applied by Enter and left by Esc")
  func typing() {
    var session = Self.session()
    session.press("Enter")
    guard case .entry(let entry) = session.model.overlay else {
      Issue.record("Enter must open a line")
      return
    }
    #expect(entry.editor.text == "3.0000")
    session.type("1.25")
    session.press("Enter")
    #expect(session.model.desk.shownRange.upper == 1.25)
    #expect(session.model.status?.text == "max 1.2500")
    session.press("t Esc")
    #expect(session.model.desk.shownRange.upper == 1.25)
    session.press("Tab t End Backspace Backspace Backspace Backspace Backspace Backspace 2 Enter")
    #expect(session.model.desk.shownRange.lower == -2)
  }

  @Test(
    "what is not a number stays, and says why",
    arguments: [
      ("x", "expected a finite number such as -1.5 or 2e-3, found x"),
      ("nan", "expected a finite number such as -1.5 or 2e-3, found nan"),
      ("1e999", "expected a finite number such as -1.5 or 2e-3, found 1e999"),
      ("0x10", "expected a finite number such as -1.5 or 2e-3, found 0x10"),
      (" ", "expected a number such as -1.5 or 2e-3, found nothing"),
      (
        "1e300",
        "clipping range -3.0…1e+300 needs a scale larger than a float32 can hold"
      ),
    ])
  func refused(text: String, sentence: String) {
    var session = Self.session()
    session.press("Enter")
    session.type(text)
    session.press("Enter")
    guard case .entry(let entry) = session.model.overlay else {
      Issue.record("the line must stay open")
      return
    }
    #expect(entry.complaint == sentence)
    #expect(session.model.desk.shownRange == ClippingRange(lower: -3, upper: 3))
    session.press("Backspace")
    guard case .entry(let mended) = session.model.overlay else { return }
    #expect(mended.complaint == nil)
  }

  @Test("a value beyond the data widens the axis, and the fit brings it back")
  func beyond() {
    var session = Self.session()
    session.press("Enter")
    session.type("10")
    session.press("Enter")
    #expect(session.model.desk.reach == -3...10)
    session.press("m")
    #expect(session.model.desk.reach == -3...10)
    session.press("f")
    #expect(session.model.desk.reach == -3...3)
  }

  @Test("zooming halves the window around the threshold and makes the steps finer")
  func zoom() {
    var session = Self.session()
    session.press("z z")
    #expect(session.model.desk.window == 1.5...3)
    session.press("h")
    #expect(session.model.desk.shownRange.upper == 2.99)
    session.press("Z Z")
    #expect(session.model.desk.zoomWindow == nil)
    session.press(String(repeating: "z ", count: 60))
    #expect(session.model.status?.text == "this is as close as it gets")
    #expect(session.model.desk.counts != nil)
  }

  @Test("a threshold that leaves the window takes it along")
  func follow() {
    var session = Self.session()
    session.press("z z z H H H H H H H H H")
    #expect(session.model.desk.window.contains(session.model.desk.shownRange.upper))
  }

  @Test("a single bits, symmetry, signedness and arithmetic step at a time")
  func scheme() {
    var session = Self.session()
    func text() -> String { SchemeText.full(session.model.desk.tuning.scheme) }
    session.press("b")
    #expect(text() == "uint7 asymmetric, half-even, divided by the scale")
    session.press("B B s")
    #expect(text() == "int9 symmetric, half-even, divided by the scale")
    session.press("s n r i")
    #expect(
      text() == "uint9 restricted symmetric, half-away, multiplied by its inverse")
    session.press("s")
    #expect(text() == "uint9 asymmetric, half-away, multiplied by its inverse")
    session.press("u u u u u u u u u")
    #expect(text() == "uint8 asymmetric, half-even, divided by the scale")
    session.press(String(repeating: "b ", count: 9))
    #expect(session.model.desk.tuning.scheme.bitWidth == 2)
    #expect(session.model.status?.text == "bit width must be from 2 to 16, found 1")
  }

  @Test("the axis reaches as far as values land, and no value lands beyond it")
  func landing() throws {
    for bits in 2...8 {
      let model = Self.session(try Scheme(bitWidth: bits)).model
      let landed = try #require(model.desk.counts?.quantized)
      #expect(landed.below == 0 && landed.above == 0)
      #expect(landed.counts.reduce(0, +) == 61)
    }
  }

  @Test("every number follows each step at once")
  func numbers() throws {
    var session = Self.session()
    session.press("H")
    let measured = try #require(session.model.desk.reading?.measured)
    let encoding = try Scheme.standard.encoding(for: ClippingRange(lower: -3, upper: 2.5))
    #expect(measured.quantizer.encoding == encoding)
    #expect(measured.error.sums.clippedAbove == 5)
    #expect(session.model.desk.counts?.float.counts.reduce(0, +) == 61)
  }
}
