import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// What AIMET's calibrators find over the bins that hold something, against every bin and every candidate in
/// the tool's order.
@Suite("AIMET's searches of small blocks")
struct AimetSearchTests {
  private static let schemes: [(bits: Int, symmetry: Symmetry, signedness: Signedness)] =
    [2, 3, 4, 8, 16].flatMap { bits in
      [
        (bits, .asymmetric, .unsigned), (bits, .symmetric, .signed),
        (bits, .symmetric, .unsigned), (bits, .restrictedSymmetric, .signed),
      ]
    }

  @Test(
    "the enhanced search chooses the very candidate of the search through all", arguments: 0..<20)
  func enhanced(index: Int) throws {
    let (bits, symmetry, signedness) = Self.schemes[index]
    let scheme = try Scheme(bitWidth: bits, symmetry: symmetry, signedness: signedness)
    var answered = 0
    for values in SmallBlocks.all {
      let expected = AimetReferee(values).enhanced(scheme)
      let found = try? AimetEnhancedCalibrator().calibrated(
        SortedDistribution(values), scheme: scheme)
      guard let encoding = found?.quantizer.encoding else {
        // What the referee finds may still be no encoding.
        #expect(expected.map { !Self.isEncoding($0, scheme) } ?? true, "\(values)")
        continue
      }
      #expect(encoding.scale == expected?.scale, "\(values)")
      #expect(
        encoding.zeroPoint == expected.map { scheme.quantMin - Int($0.lowest) }, "\(values)")
      answered += 1
    }
    #expect(answered > SmallBlocks.all.count / 2)
  }

  private static func isEncoding(_ candidate: AimetReferee.Candidate, _ scheme: Scheme) -> Bool {
    let encoding = try? AffineEncoding(
      scale: candidate.scale, zeroPoint: scheme.quantMin - Int(candidate.lowest),
      quantMin: scheme.quantMin, quantMax: scheme.quantMax)
    return encoding != nil
  }

  @Test("the cuts of a percentile are those over all bins", arguments: [50.5, 90, 99, 99.99])
  func percentile(percent: Double) {
    let calibrator = AimetPercentileCalibrator(percent: percent)
    for values in SmallBlocks.all {
      let expected = AimetReferee(values).cuts(percent: percent)
      let found = try? calibrator.clippingRange(
        for: SortedDistribution(values), scheme: .standard)
      #expect(found?.lower == expected.map { Double($0.lower) }, "\(values)")
      #expect(found?.upper == expected.map { Double($0.upper) }, "\(values)")
    }
  }

  @Test("the mean over batches is that of every bin's shares")
  func batches() throws {
    let blocks = SmallBlocks.all.prefix(8).map { Array($0) }
    let histogram = try #require(AimetHistogram(of: blocks.map { SortedDistribution($0) }))
    var shares = [Double](repeating: 0, count: AimetBins.count)
    for (turn, block) in blocks.enumerated() {
      let batch = SortedDistribution(block)
      let parts = histogram.bins.parts(of: batch)
      #expect(zip(parts, parts.dropFirst()).allSatisfy { $0.bin < $1.bin })
      for bin in shares.indices {
        let share = parts.first { $0.bin == bin }?.share ?? 0
        shares[bin] = (shares[bin] * Double(turn) + share) / Double(turn + 1)
      }
    }
    #expect(histogram.parts.map(\.bin) == shares.indices.filter { shares[$0] > 0 })
    #expect(histogram.parts.map(\.share) == shares.filter { $0 > 0 })
  }
}
