import TestSupport
import Testing

@testable import QuantizationEngine

/// The shares of bins of the mass of their levels, against counting bin by bin.
@Suite struct LevelSharesTests {
  @Test("each bin has its share once, whatever block was there before")
  func shares() throws {
    var random = SplitMix64(seed: 132)
    let bins = Bins(over: -3...3, count: 200)
    let table = BinTable(bins)
    var levels = LevelShares()
    for turn in 0..<200 {
      let values = (0..<turn % 41).map { place -> Double in
        // Some at the edges of bins, and at the ends.
        let value = place == 3 ? -3 : place == 4 ? 3 : random.nextNormal()
        return place.isMultiple(of: 5) ? (value / 0.03).rounded() * 0.03 : value
      }.map { min(max($0, -3), 3) }.sorted()
      let block = SortedDistribution(values)
      let encoding = try AffineEncoding(
        scale: 0.4, zeroPoint: 7, quantMin: 0, quantMax: turn.isMultiple(of: 3) ? 7 : 15)
      let quantizer = AffineQuantizer(encoding: encoding)
      let counts = block.histogram(over: bins).counts
      let filled = counts.indices.filter { counts[$0] > 0 }
      let codes = Dictionary(grouping: filled) { quantizer.quantize(table.centers[$0]) }
      let expected = filled.map { bin -> Share in
        let shared = codes[quantizer.quantize(table.centers[bin])] ?? []
        let mass = shared.reduce(0) { $0 + counts[$1] }
        return Share(bin: bin, share: Double(mass) / Double(shared.count))
      }
      for occupied in [
        OccupiedBins.values(block), .bins(filled.map { (bin: $0, count: counts[$0]) }),
      ] {
        levels.load(occupied, on: table)
        var found: [Share] = []
        levels.forEach(under: quantizer, .dividing) { found.append(Share(bin: $0, share: $1)) }
        #expect(found == expected, "seed 132, turn \(turn)")
        found = []
        let (centers, staircase) = (levels.centers, quantizer.staircase)
        levels.forEach {
          staircase.index(of: centers[$0])
        } _: {
          found.append(Share(bin: $0, share: $1))
        }
        #expect(found == expected, "on the staircase, seed 132, turn \(turn)")
      }
    }
  }

  private struct Share: Equatable {
    let bin: Int
    let share: Double
  }
}
