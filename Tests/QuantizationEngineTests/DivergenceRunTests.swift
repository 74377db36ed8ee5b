import Glibc
import TestSupport
import Testing

@testable import QuantizationEngine

/// What runs of bins cost at least, against what all that hold them cost.
@Suite struct DivergenceRunTests {
  @Test("no run costs less than a part of it says", arguments: [1, 2, 3, 6, 40])
  func parts(largest: Int) {
    var random = SplitMix64(seed: 131)
    var tight = (kl: 0, js: 0)
    for turn in 0..<400 {
      let counts = (0..<2 + turn % 9).map { _ in
        Double(Int.random(in: 1...largest, using: &random))
      }
      for first in counts.indices {
        var (kl, js) = (KullbackLeiblerRun(), JensenShannonRun())
        for last in first..<counts.count {
          kl.add(counts[last], times: 1)
          js.add(counts[last], times: 1)
          let own = cost(counts[first...last])
          // A few dozen roundings of sums of a few hundred.
          #expect(abs(kl.leastSum - own.kl) <= 1e-11, "seed 131, turn \(turn)")
          if js.leastSum > 0.9 * own.js { tight.js += 1 }
          if own.kl > 0 { tight.kl += 1 }
          for longer in [0...last, first...counts.count - 1, 0...counts.count - 1] {
            let whole = cost(counts[longer])
            #expect(kl.leastSum <= whole.kl + 1e-11, "seed 131, turn \(turn)")
            #expect(js.leastSum <= whole.js + 1e-11, "seed 131, turn \(turn)")
          }
        }
      }
    }
    #expect(largest == 1 || tight.js > tight.kl / 2, "\(tight)")
  }

  /// Σ p ln(p / q), and Σ p ln(p / m) + q ln(q / m), q the mean of the counts.
  private func cost(_ counts: ArraySlice<Double>) -> (kl: Double, js: Double) {
    let mean = counts.reduce(0, +) / Double(counts.count)
    return counts.reduce(into: (kl: 0, js: 0)) { sum, count in
      let middle = (count + mean) / 2
      sum.kl += count * log(count / mean)
      sum.js += count * log(count / middle) + mean * log(mean / middle)
    }
  }
}
