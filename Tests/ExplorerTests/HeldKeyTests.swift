import QuantizationEngine
import TerminalScreen
import TestSupport
import Testing

@testable import Explorer

@Suite("many keys before a picture")
struct HeldKeyTests {
  private static let keys = "h l H L , . < > Tab k j m ] [ } { b B s = n r i z Z f g 2 3 1 u C-r v"
    .split(separator: " ").map { Session.key(String($0)) }

  /// Sends keys to a session without measuring between them.
  private func send(_ keys: [Key], to model: inout Model) {
    for key in keys { _ = model.update(.key(key)) }
  }

  @Test("nothing is measured until the picture, however many keys there are")
  func measuredOnce() {
    var model = Session(.activation).model
    let before = model.desk.reading?.key
    send(Array(repeating: Session.key("h"), count: 1000), to: &model)
    #expect(model.desk.reading?.key == before)
    model.settle()
    #expect(model.desk.reading?.key.range == model.desk.shownRange)
    #expect(model.desk.history.undoable.count == 1)
  }

  @Test("the picture is the one of measuring after each key", arguments: 1...12)
  func samePicture(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let session = Session(
      seed.isMultiple(of: 2) ? .channels : .activation,
      granularity: seed.isMultiple(of: 2) ? .channel(axis: 0) : .tensor,
      answersComputations: true)
    var (late, early) = (session.model, session.model)
    for _ in 0..<20 {
      let keys = (0..<6).compactMap { _ in HeldKeyTests.keys.randomElement(using: &random) }
      send(keys, to: &late)
      for key in keys {
        send([key], to: &early)
        early.settle()
      }
      let picture = late.canvas(TerminalCapabilities())
      #expect(picture == early.canvas(TerminalCapabilities()), "seed \(seed), \(keys)")
      late.settle()
      #expect(late.canvas(TerminalCapabilities()) == picture)
    }
  }

  @Test("the error of all blocks is that of adding them up anew", arguments: 1...8)
  func blockErrors(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func error() -> BlockError? {
      random.happensOnce(in: 5)
        ? nil
        : BlockError(count: 3, squares: random.nextUnit() * 1e9, squaredError: random.nextUnit())
    }
    var referee = (0..<2500).map { _ in error() }
    var errors = BlockErrors(referee)
    for _ in 0..<40 {
      let block = Int(random.next() % 2500)
      referee[block] = error()
      errors[block] = referee[block]
      let anew = BlockErrors(referee)
      #expect(errors.sum == anew.sum)
      #expect(errors.refusedCount == referee.count { $0 == nil })
    }
    let plain = referee.compactMap(\.self).reduce(0) { $0 + $1.squares }
    #expect(abs(errors.sum.squares - plain) <= plain * 1e-12)
  }
}

extension SplitMix64 {
  fileprivate mutating func happensOnce(in count: UInt64) -> Bool { next() % count == 0 }
}
