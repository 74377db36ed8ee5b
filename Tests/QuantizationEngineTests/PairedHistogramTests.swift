import TestSupport
import Testing

@testable import QuantizationEngine

/// Values and what became of them, in bins.
@Suite struct PairedHistogramTests {
  /// Values with some that are not finite, and what became of them with some that are lost.
  private func pairs(_ count: Int) -> (values: [Float], quantized: [Float]) {
    var random = SplitMix64(seed: 20)
    var values = (0..<count).map { _ in Float(random.nextNormal()) }
    var quantized = values.map { ($0 * 4).rounded() / 4 }
    if count > 9 {
      values[1] = .nan
      values[4] = .infinity
      quantized[7] = .infinity
      quantized[8] = .nan
    }
    return (values, quantized)
  }

  @Test(
    "each bin holds what lies in it, and the error of the values that do", arguments: [0, 9, 5000])
  func counts(count: Int) {
    let (values, quantized) = pairs(count)
    let bins = Bins(over: -1.5...2, count: 37)
    var histogram = PairedHistogram(over: bins)
    histogram.add(values.span, quantized.span)
    let finite = zip(values, quantized).filter { $0.0.isFinite }
    let kept = finite.filter { $0.1.isFinite }
    for bin in 0..<bins.count {
      func holds(_ value: Float) -> Bool {
        let value = Double(value)
        let isLast = bin == bins.count - 1
        return value >= bins.edge(bin)
          && (isLast ? value <= bins.upper : value < bins.edge(bin + 1))
      }
      #expect(histogram.values.counts[bin] == finite.count { holds($0.0) })
      #expect(histogram.quantized.counts[bin] == kept.count { holds($0.1) })
      let error = kept.filter { holds($0.0) }.reduce(0.0) {
        $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
      }
      #expect(abs(histogram.squaredErrors[bin] - error) <= 1e-12 * error)
    }
    #expect(histogram.values.below == finite.count { Double($0.0) < -1.5 })
    #expect(histogram.values.above == finite.count { Double($0.0) > 2 })
    #expect(histogram.quantized.below == kept.count { Double($0.1) < -1.5 })
    #expect(histogram.quantized.above == kept.count { Double($0.1) > 2 })
    let bounds = kept.map(\.1)
    #expect(histogram.quantizedBounds?.lowerBound == bounds.min().map(Double.init))
    #expect(histogram.quantizedBounds?.upperBound == bounds.max().map(Double.init))
  }

  @Test("parts add up to the whole")
  func parts() {
    let (values, quantized) = pairs(3000)
    let bins = Bins(over: -3...3, count: 64)
    var whole = PairedHistogram(over: bins)
    whole.add(values.span, quantized.span)
    var sum = PairedHistogram(over: bins)
    for start in stride(from: 0, to: values.count, by: 700) {
      let part = start..<min(start + 700, values.count)
      var histogram = PairedHistogram(over: bins)
      histogram.add(values.span.extracting(part), quantized.span.extracting(part))
      sum += histogram
    }
    #expect(sum.values == whole.values && sum.quantized == whole.quantized)
    #expect(sum.quantizedBounds == whole.quantizedBounds)
    for (one, other) in zip(sum.squaredErrors, whole.squaredErrors) {
      #expect(abs(one - other) <= 1e-12 * other)
    }
  }

  @Test("wider bins whose edges are edges of these hold what they would have counted themselves")
  func gathered() {
    let (values, quantized) = pairs(4000)
    var fine = PairedHistogram(over: Bins(over: -4...4, count: 4096))
    fine.add(values.span, quantized.span)
    let bins = Bins(over: -1...2, count: 48)
    var direct = PairedHistogram(over: bins)
    direct.add(values.span, quantized.span)
    let gathered = fine.gathered(over: bins)
    // A value at the closed end of the window is in a bin of its own beyond it.
    let atEnd = quantized.count { $0 == 2 }
    #expect(atEnd > 0)
    #expect(gathered.values.counts.dropLast() == direct.values.counts.dropLast())
    #expect(gathered.quantized.counts.dropLast() == direct.quantized.counts.dropLast())
    #expect(gathered.quantized.counts.last == direct.quantized.counts.last)
    for (one, other) in zip(gathered.squaredErrors, direct.squaredErrors).dropLast() {
      #expect(abs(one - other) <= 1e-12 * other)
    }
    #expect(gathered.values.below == direct.values.below)
    #expect(gathered.quantized.below == direct.quantized.below)
    let total = gathered.quantized
    #expect(
      total.counts.reduce(0, +) + total.below + total.above
        == quantized.indices.count { values[$0].isFinite && quantized[$0].isFinite })
  }
}

extension Zip2Sequence {
  fileprivate func dropLast() -> ArraySlice<Element> { Array(self).dropLast() }
}
