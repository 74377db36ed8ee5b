import QuantizationEngine
import TestSupport
import Testing

@Suite struct SparseRangesTests {
  private func range(_ lower: Double, _ upper: Double) -> ClippingRange {
    ClippingRange(lower: lower, upper: upper)
  }

  @Test("ranges come back, whatever is common to them", arguments: [UInt64(3)])
  func roundTrip(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    for _ in 0..<2000 {
      let count = Int(random.next() % 12)
      let ends = (0..<count).map { _ in range(-random.nextUnit(), random.nextUnit()) }
      let common = range(-0.5, 0.5)
      let ranges = ends.map { end in
        switch random.next() % 5 {
        case 0: range(-random.nextUnit(), random.nextUnit())
        case 1: range(end.lower, max(end.lower, random.nextNormal()))
        case 2: common
        default: end
        }
      }
      let sparse = try #require(SparseRanges(ranges, over: ends, atMost: count))
      #expect(sparse.ranges(over: ends) == ranges, "seed \(seed)")
      let different = zip(ranges, ends).count { $0 != $1 }
      #expect(sparse.chosen.count <= different, "seed \(seed)")
    }
  }

  @Test("ranges that are all the same take one entry, and so do those of the values")
  func common() throws {
    let ends = (1...1000).map { range(-Double($0), Double($0)) }
    let same = try #require(
      SparseRanges(ends.map { _ in range(-2, 2) }, over: ends, atMost: 0))
    #expect(same.common == SparseRanges.Bounds(lower: -2, upper: 2) && same.chosen.isEmpty)
    var tuned = ends
    tuned[7].upper = 0.25
    let few = try #require(SparseRanges(tuned, over: ends, atMost: 1))
    #expect(few.common == SparseRanges.Bounds(lower: nil, upper: nil))
    #expect(few.chosen == [7: SparseRanges.Bounds(lower: nil, upper: 0.25)])
    tuned[8].upper = 0.25
    #expect(SparseRanges(tuned, over: ends, atMost: 1) == nil)
  }

  @Test("a bound that was left to the values follows them, and gives way to one that was chosen")
  func following() {
    let bounds = SparseRanges.Bounds(lower: nil, upper: 3)
    #expect(bounds.range(over: range(-1, 9)) == range(-1, 3))
    #expect(bounds.range(over: range(-7, 9)) == range(-7, 3))
    #expect(bounds.range(over: range(5, 9)) == range(3, 3))
    let other = SparseRanges.Bounds(lower: -3, upper: nil)
    #expect(other.range(over: range(-9, -5)) == range(-3, -3))
  }
}
