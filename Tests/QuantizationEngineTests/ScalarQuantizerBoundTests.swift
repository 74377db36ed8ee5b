import Foundation
import QuantizationEngine
import TestSupport
import Testing

@Suite struct ScalarQuantizerBoundTests {
  /// The least error by trying every partition.
  private func searched(_ sorted: [Double], _ levels: Int) -> Double {
    func deviation(_ part: ArraySlice<Double>) -> Double {
      let mean = part.reduce(0, +) / Double(part.count)
      return part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    func least(_ part: ArraySlice<Double>, _ levels: Int) -> Double {
      guard levels > 1, part.count > 1 else { return part.isEmpty ? 0 : deviation(part) }
      return (part.startIndex...part.endIndex).map { cut in
        (cut == part.startIndex ? 0 : deviation(part[..<cut])) + least(part[cut...], levels - 1)
      }.min() ?? 0
    }
    return least(sorted[...], levels) / Double(sorted.count)
  }

  @Test("few values have the least error of all partitions", arguments: 1...60)
  func bruteForce(_ seed: Int) throws {
    var generator = SplitMix64(seed: UInt64(seed))
    let count = 1 + Int(generator.next() % 9)
    let values = (0..<count).map { _ in
      // Halves, so that some values are equal.
      seed % 2 == 0 ? generator.nextNormal() * 100 : Double(generator.next() % 7) / 2
    }
    let distribution = SortedDistribution(values)
    let bounds = distribution.leastMeanSquaredErrors(levelCounts: [1, 2, 3, 4])
    for bound in bounds {
      let expected = searched(values.sorted(), bound.levelCount)
      #expect(
        abs(bound.meanSquaredError - expected) <= 1e-12 * max(expected, 1), "\(values) \(bound)")
      #expect(bound.certainty == .exact)
    }
  }

  /// The normal distribution by its quantiles, each in the middle of its share.
  private func quantiles(_ count: Int) -> [Double] {
    (0..<count).map { index in
      let share = (Double(index) + 0.5) / Double(count)
      var (low, high) = (-10.0, 10.0)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if erfc(-middle / 2.0.squareRoot()) / 2 < share { low = middle } else { high = middle }
      }
      return low
    }
  }

  /// Lloyd–Max errors of the normal distribution, from `laws.json`.
  private static let normal: [(levels: Int, error: Double)] = [
    (2, 0.36338022763242), (4, 0.11748184782933), (8, 0.034547760788504),
    (16, 0.0095010080081919),
  ]

  @Test("quantiles of a normal distribution have the errors of Lloyd and Max")
  func laws() {
    for count in [4000, 40_000] {
      let values = quantiles(count)
      let distribution = SortedDistribution(values)
      // What the law varies within the shares of the quantiles, most of it in the tails.
      let lost = 1 - values.reduce(0) { $0 + $1 * $1 } / Double(count)
      let bounds = distribution.leastMeanSquaredErrors(levelCounts: Self.normal.map(\.levels))
      for (bound, law) in zip(bounds, Self.normal) {
        #expect(abs(bound.meanSquaredError - law.error) < lost, "\(count) \(bound)")
        #expect(bound.certainty == (count <= 8192 ? .exact : .bestFound))
      }
    }
  }

  @Test("the iteration comes within a hundredth of the exact error, and never below it")
  func iteration() {
    for fixture in ["minilm_l3_ln_gamma", "adv_laplace", "adv_studentt3", "adv_bimodal"] {
      let distribution = SortedDistribution(Fixture.named(fixture).values)
      let counts = [2, 4, 8, 16, 32, 256]
      let exact = distribution.leastMeanSquaredErrors(levelCounts: counts)
      let found = distribution.leastMeanSquaredErrors(levelCounts: counts, exactLimit: 1)
      for (exact, found) in zip(exact, found) where found.certainty == .bestFound {
        #expect(found.meanSquaredError >= exact.meanSquaredError * (1 - 1e-9))
        #expect(found.meanSquaredError <= exact.meanSquaredError * 1.01, "\(fixture) \(found)")
      }
    }
  }

  @Test("no scheme of as many levels does better")
  func schemes() {
    for fixture in ["minilm_l3_ln_gamma", "adv_laplace", "adv_huge_outlier"] {
      let values = Fixture.named(fixture).values
      let bounds = SortedDistribution(values).leastMeanSquaredErrors(levelCounts: [4, 16, 256])
      let (least, most) = (values.min() ?? 0, values.max() ?? 0)
      for bound in bounds {
        let step = Double(most - least) / Double(bound.levelCount - 1)
        let error = values.reduce(0.0) { sum, value in
          let level = ((Double(value) - Double(least)) / step).rounded() * step + Double(least)
          return sum + (Double(value) - level) * (Double(value) - level)
        }
        #expect(bound.meanSquaredError <= error / Double(values.count))
      }
    }
  }

  @Test("no more values than levels have no error, and no values no bound")
  func degenerate() {
    let two = SortedDistribution([1.5, -2, 1.5, .nan] as [Float])
    #expect(two.leastMeanSquaredErrors(levelCounts: [2, 256]).map(\.meanSquaredError) == [0, 0])
    let one = two.leastMeanSquaredErrors(levelCounts: [1])
    #expect(one.count == 1 && abs(one[0].meanSquaredError - 49.0 / 18) < 1e-14)
    #expect(SortedDistribution([Float]()).leastMeanSquaredErrors(levelCounts: [2]).isEmpty)
  }

  @Test("a bit more divides the Gaussian bound by four")
  func gaussian() {
    #expect(GaussianBound.meanSquaredError(variance: 3, bitsPerValue: 0) == 3)
    #expect(GaussianBound.meanSquaredError(variance: 3, bitsPerValue: 1) == 0.75)
    #expect(GaussianBound.meanSquaredError(variance: 1, bitsPerValue: 4) == 0x1p-8)
  }
}
