import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("thresholds at the ends of what numbers can be")
struct ExtremeValueTests {
  @Test(
    "what is typed as a threshold never does harm, on any screen, zoomed or not",
    arguments: [
      "5e-324", "-1e-320", "1e-45", "3.4028235e38", "1.7976931348623157e308",
    ])
  func typed(number: String) {
    for (tensor, scheme) in [(TestTensor.zeros, ""), (.huge, "s")] {
      var session = Session(tensor, size: ScreenSize(columns: 60, rows: 20))
      session.press(scheme)
      session.press("Enter C-u")
      session.type(number)
      session.press("Enter Esc z z h l , H 2 h Tab l v 1 f Z u u C-r m")
      let range = session.model.desk.shownRange
      #expect(range.lower <= range.upper && range.lower.isFinite && range.upper.isFinite)
      #expect(session.screen().count == 20)
    }
  }

  @Test("so does a range", arguments: ["-5e-324 0", "-5e-324 5e-324"])
  func range(numbers: String) {
    var session = Session(.zeros)
    session.press(":")
    session.type("range \(numbers)")
    session.press("Enter Esc z h l 2 l v 3 1")
    #expect(session.screen().count == 24)
  }
}
