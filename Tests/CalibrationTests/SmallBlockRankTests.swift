import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// What is looked up among the values of a block, against the questions that any distribution answers.
@Suite("tails and magnitudes of small blocks")
struct SmallBlockRankTests {
  @Test("tails that are exact are those of the running sums, bit for bit")
  func tails() {
    var exact = 0
    for values in SmallBlocks.all {
      let block = SortedDistribution(values)
      guard let tails = ExactTails(block) else { continue }
      exact += 1
      let special: [Float] = [0, 1, .greatestFiniteMagnitude, .leastNonzeroMagnitude]
      let thresholds = special + values.map(\.magnitude)
      for threshold in thresholds.flatMap({ [$0, $0.nextUp, $0.nextDown] }) {
        let found = tails.tail(from: threshold)
        let expected = block.tail(from: threshold)
        #expect(found.count == expected.count, "\(threshold) of \(values)")
        #expect(found.sum == expected.sum, "\(threshold) of \(values)")
      }
    }
    #expect(exact > SmallBlocks.all.count / 2)
  }

  @Test("values too far apart, too many or of float64 are left to the running sums")
  func inexact() {
    #expect(ExactTails(SortedDistribution([1, 0x1p-28] as [Float])) == nil)
    #expect(ExactTails(SortedDistribution([1, 0x1p-27] as [Float])) != nil)
    #expect(ExactTails(SortedDistribution([0.1])) == nil)
    #expect(ExactTails(SortedDistribution([Float](repeating: 1, count: 1025))) == nil)
    #expect(ExactTails(SortedDistribution([0, 0] as [Float]))?.tail(from: 0).count == 4)
  }

  @Test("the magnitude of a rank is what halving finds")
  func magnitudes() throws {
    let calibrator = BrevitasPercentileCalibrator()
    for values in SmallBlocks.all where values.count <= 300 {
      let block = SortedDistribution(values)
      let bounds = try #require(block.magnitudeBounds)
      let magnitudes = values.map(\.magnitude).sorted()
      for rank in 1...values.count {
        #expect(block.magnitude(ofRank: rank) == magnitudes[rank - 1], "\(rank) of \(values)")
        guard rank.isMultiple(of: 5) else { continue }
        let searched = try calibrator.searchedRange(of: block, magnitudes: bounds, rank: rank)
        #expect(searched.upper == Double(magnitudes[rank - 1]), "\(rank) of \(values)")
      }
    }
  }

  @Test("magnitudes of float64 values are rounded after they are compared")
  func wide() {
    var random = SplitMix64(seed: 62)
    let values = (0..<77).map { _ in random.nextNormal() }
    let magnitudes = values.map { Float(abs($0)) }.sorted()
    let block = SortedDistribution(values)
    for rank in 1...values.count {
      #expect(block.magnitude(ofRank: rank) == magnitudes[rank - 1])
    }
  }
}
