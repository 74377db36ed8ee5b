import TestSupport
import Testing

@testable import QuantizationEngine

/// Bins over windows at the ends of what float64 can say.
@Suite struct BinsTests {
  /// Windows that are subnormal, an ulp wide, or as wide as float32 or float64.
  static let windows: [ClosedRange<Double>] = {
    let smallest = Double.leastNonzeroMagnitude
    let float = Double(Float.greatestFiniteMagnitude)
    let largest = Double.greatestFiniteMagnitude
    let bounds: [Double] = [
      -largest, -1e308, -float, -1.0.nextUp, -1, -Double.leastNormalMagnitude, -3 * smallest, 0,
      smallest, 2 * smallest, 40 * smallest, Double.leastNormalMagnitude, 1.0.nextDown, 1,
      1.0.nextUp, 1e300, float, 1e308, largest.nextDown, largest,
    ]
    let places = bounds.sorted()
    return places.indices.flatMap { first in
      places[first...].map { places[first]...$0 }
    }
  }()

  @Test("every window has bins: edges ascend within it, and each value is in the bin that says so")
  func extremes() {
    var random = SplitMix64(seed: 64)
    var wrong: [String] = []
    for window in Self.windows {
      for count in [1, 2, 3, 76, 2048] {
        let bins = Bins(over: window, count: count)
        let edges = (0...count).map(bins.edge)
        var faults: [String] = []
        if !(bins.lower.isFinite && bins.upper.isFinite && bins.lower < bins.upper) {
          faults.append("\(bins.lower)…\(bins.upper)")
        }
        if !bins.width.isFinite { faults.append("width \(bins.width)") }
        if bins.lower > window.lowerBound || bins.upper < window.upperBound {
          faults.append("does not cover it")
        }
        if edges[0] != bins.lower || edges[count] != bins.upper { faults.append("ends") }
        if !zip(edges, edges.dropFirst()).allSatisfy({ $0 <= $1 }) { faults.append("descends") }
        let centers = (0..<count).map(bins.center)
        if !zip(centers, edges.indices).allSatisfy({ edges[$1] <= $0 && $0 <= edges[$1 + 1] }) {
          faults.append("a centre outside of its bin")
        }
        let shares = (0..<6).map { _ in random.nextUnit() }
        let values =
          [window.lowerBound, window.upperBound, window.lowerBound.nextUp, 0]
          + shares.map { window.lowerBound * (1 - $0) + window.upperBound * $0 }
        for value in values {
          let expected: Int? =
            value < bins.lower || value > bins.upper
            ? nil : (edges.dropLast().lastIndex { $0 <= value } ?? 0)
          if bins.center(ofBinAt: value) != expected.map(bins.center) {
            faults.append("the middle of the bin of \(value)")
          }
          if bins.index(of: value) != expected {
            faults.append("\(value) in \(bins.index(of: value) ?? -1), not \(expected ?? -1)")
          }
        }
        let line = SortedDistribution(values)
        let histogram = line.histogram(over: bins)
        var held: [(bin: Int, count: Int, center: Float)] = []
        // A line has no values that float32 does not.
        let within = values.filter {
          $0 >= bins.lower && $0 <= bins.upper && Float($0).isFinite
        }.sorted()
        within.withUnsafeBufferPointer { values in
          bins.forEachBin(of: values) { held.append(($0, $1, $2)) }
        }
        let filled = histogram.counts.indices.filter { histogram.counts[$0] > 0 }
        if held.map(\.bin) != filled || held.map(\.count) != filled.map({ histogram.counts[$0] })
          || held.map(\.center) != filled.map(bins.levelCenter)
        {
          faults.append("bins one after another")
        }
        if histogram.counts.reduce(0, +) + histogram.below + histogram.above != line.count {
          faults.append("values are lost")
        }
        if !faults.isEmpty { wrong.append("\(window) in \(count): \(faults)") }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(8).joined(separator: "\n"))")
  }
}
