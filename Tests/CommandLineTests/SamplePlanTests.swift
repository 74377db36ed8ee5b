import QuantizationEngine
import TestSupport
import Testing

@testable import qviz

@Suite("which elements are looked at first")
struct SamplePlanTests {
  private func layout(_ shape: [Int], _ granularity: Granularity = .perTensor) throws -> BlockLayout
  {
    try BlockLayout(shape: shape, granularity: granularity)
  }

  private func expectSound(_ plan: SamplePlan, _ layout: BlockLayout) {
    for run in plan.runs {
      #expect(!run.isEmpty && run.lowerBound >= 0 && run.upperBound <= layout.elementCount)
    }
    for (first, second) in zip(plan.runs, plan.runs.dropFirst()) {
      #expect(first.upperBound < second.lowerBound, "ascending, and no two touch")
    }
  }

  @Test("one block is looked at from its first to its last element, in 512 places of 128")
  func wholeTensor() throws {
    for count in [1 << 20, 1 << 30, (1 << 40) + 12345, Int.max / 16] {
      let layout = try layout([count])
      let plan = SamplePlan(layout)
      expectSound(plan, layout)
      #expect(plan.runs.count == 512 && plan.count == 65_536)
      #expect(plan.runs.first?.lowerBound == 0 && plan.runs.last?.upperBound == count)
      // Evenly spaced: no gap is more than one element wider than another.
      let gaps = zip(plan.runs, plan.runs.dropFirst()).map { $1.lowerBound - $0.lowerBound }
      #expect((gaps.max() ?? 0) - (gaps.min() ?? 0) <= 1)
    }
  }

  /// Shapes and granularities of every kind, few blocks and many.
  static let cases: [(shape: [Int], granularity: Granularity)] = [
    ([64, 3, 70, 70], .perChannel(axis: 0)), ([8, 64, 30, 30], .perChannel(axis: 1)),
    ([100, 3000], .perChannel(axis: 1)), ([3000, 100], .perChannel(axis: 0)),
    ([4, 5, 6, 7], .perChannel(axis: 2)), ([50, 1, 4000], .perChannel(axis: 1)),
    ([3000, 100], .perGroup(axis: 1, size: 32)), ([128, 300], .perGroup(axis: 0, size: 32)),
    ([6, 40, 9], .perGroup(axis: 1, size: 7)), ([300, 1000], .perGroup(axis: 1, size: .max)),
    ([300, 1000], .perGroup(axis: 0, size: .max)),
  ]

  @Test("each block has its share, the first one more", arguments: cases)
  func blocks(shape: [Int], granularity: Granularity) throws {
    let layout = try layout(shape, granularity)
    let plan = SamplePlan(layout)
    expectSound(plan, layout)
    var counts: [Int: Int] = [:]
    for run in plan.runs {
      for element in run { counts[layout.block(ofElement: element), default: 0] += 1 }
    }
    var sizes = Array(repeating: 0, count: layout.blockCount)
    for element in 0..<layout.elementCount { sizes[layout.block(ofElement: element)] += 1 }
    guard layout.blockCount <= SamplePlan.blockLimit else {
      #expect(counts.count >= SamplePlan.blockLimit)
      return
    }
    let share = max(SamplePlan.valueCount / layout.blockCount, SamplePlan.valuesOfBlock)
    for block in 0..<layout.blockCount {
      // Pieces are whole, so a share may lack most of a piece.
      #expect(
        counts[block, default: 0] >= min(sizes[block], share - SamplePlan.runLength, share / 2))
      #expect(counts[block, default: 0] > 0)
    }
    #expect(counts[0, default: 0] >= min(sizes[0], SamplePlan.valuesOfFirstBlock / 2))
  }

  @Test("of half a million groups some are looked at, and no more values than are quick to read")
  func manyBlocks() throws {
    let layout = try layout([4096, 4096], .perGroup(axis: 1, size: 32))
    let plan = SamplePlan(layout)
    expectSound(plan, layout)
    #expect(plan.count <= 4 * SamplePlan.valueCount)
    #expect(plan.runs.last?.upperBound == layout.elementCount)
  }

  @Test("a tensor without elements has no runs")
  func empty() throws {
    #expect(try SamplePlan(layout([0, 4])).runs.isEmpty)
    #expect(try SamplePlan(layout([0, 4], .perChannel(axis: 0))).runs.isEmpty)
    #expect(try SamplePlan(layout([4, 0], .perChannel(axis: 0))).runs.isEmpty)
  }
}
