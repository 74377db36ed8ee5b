import QuantizationEngine
import TestSupport
import Testing

@testable import Explorer

@Suite("what is tuned of many blocks, and taken back")
struct BlockRangesTests {
  private func range(_ upper: Double) -> ClippingRange { ClippingRange(lower: -1, upper: upper) }

  @Test("it is what an array of all ranges is, whatever is changed", arguments: 1...20)
  func asAnArray(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let base = BlockRanges.Base((0..<9).map { range(Double($0)) })
    var ranges = BlockRanges(base)
    var referee = Array(ranges)
    for _ in 0..<60 {
      let block = Int(random.next() % 9)
      let new = range(Double(random.next() % 9))
      ranges[block] = new
      referee[block] = new
      #expect(Array(ranges) == referee)
      #expect((ranges == BlockRanges(base)) == (referee == Array(BlockRanges(base))))
      #expect(ranges == BlockRanges(referee))
      #expect(ranges.own.allSatisfy { $0.value != base[$0.key] })
    }
  }

  @Test("what stood at an end of the values goes with it; what was given, or put elsewhere, stays")
  func following() {
    let old = BlockRanges.Base([range(1), range(2), range(3)])
    let new = BlockRanges.Base([range(10), range(20), range(30)])
    var ranges = BlockRanges(old)
    ranges[1] = ClippingRange(lower: -0.5, upper: 2)
    ranges[2] = ClippingRange(lower: -0.5, upper: 2.5)
    ranges.follow(from: old, to: new, except: nil)
    #expect(
      Array(ranges) == [
        range(10), ClippingRange(lower: -0.5, upper: 20), ClippingRange(lower: -0.5, upper: 2.5),
      ])
    var given = BlockRanges(BlockRanges.Base(range(2), count: 3))
    given.follow(from: old, to: new, except: range(2))
    #expect(Array(given) == [range(2), range(2), range(2)])
  }

  @Test("a move keeps its block for undo, not all of them")
  func moves() {
    var session = Session(.channels, granularity: .channel(axis: 0))
    session.press("h Tab l Tab ] h b")
    for step in session.model.desk.history.undoable {
      if case .tuning(.all) = step.way { Issue.record("\(step.label) keeps every range") }
    }
    #expect(session.model.desk.history.undoable.count == 4)
    #expect(session.model.desk.tuning.ranges.own.count == 2)
  }

  @Test("changes of all ranges are remembered up to so many bytes, the newest always")
  func bytes() {
    let count = History.byteLimit / MemoryLayout<ClippingRange>.stride / 4
    var history = History()
    for turn in 0..<6 {
      let ranges = BlockRanges(
        BlockRanges.Base([ClippingRange](repeating: range(Double(turn)), count: count)))
      history.record(
        History.Step(
          way: .tuning(.all(Tuning(scheme: .standard, ranges: ranges))), label: "\(turn)",
          granularity: .perTensor),
        cause: .single)
    }
    #expect(history.undoable.map(\.label) == ["2", "3", "4", "5"])
    history.record(
      History.Step(
        way: .tuning(.range(range(1), block: 0)), label: "moved", granularity: .perTensor),
      cause: .single)
    #expect(history.undoable.count == 5)
  }
}
