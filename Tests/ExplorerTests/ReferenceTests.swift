import QuantizationEngine
import TerminalScreen
import Testing

@testable import Explorer

@Suite("what divergences of many blocks are measured against")
struct ReferenceTests {
  @Test("is asked for by the table of calibrators, once, and then its rows come")
  func lazily() throws {
    var opening = try Opening(.channels, granularity: .channel(axis: 0))
    opening.complete(reference: .left)
    #expect(opening.session.model.desk.loaded?.reference == nil)
    #expect(opening.session.model.desk.pendingReference == nil)
    opening.session.press("3")
    #expect(opening.session.model.desk.loaded?.reference != nil)
    var whole = Session(.channels, granularity: .channel(axis: 0))
    whole.press("3")
    #expect(opening.session.screen() == whole.screen())
  }
}
