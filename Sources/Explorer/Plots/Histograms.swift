import Glibc
internal import QuantizationEngine
internal import TerminalScreen

/// The two histograms and the strip of squared error, as bars.
struct Histograms: Hashable, Sendable {
  /// The values as they were given.
  let float: [Bar]
  /// The values where they land.
  let quantized: [Bar]
  /// The squared error by value.
  let squaredError: [Bar]
  /// The largest count of the float histogram.
  let floatPeak: Int
  /// The largest count of the quantized histogram.
  let quantizedPeak: Int

  /// The bars for some counts.
  ///
  /// Each histogram has its own highest bar as the full height; what is clipped, and the wall that
  /// it piles up to, is shaded. The bars of a sample are as high as those of all values should be.
  init(
    _ counts: Counts, measured: Reading.Measured?, scale: CountScale, elementsPerValue: Double = 1
  ) {
    let bins = counts.float.bins
    let range = measured?.staircase.representableRange
    let isClipped = Histograms.clippedBins(bins, outside: range)
    let peak = counts.float.counts.max() ?? 0
    floatPeak = peak
    float = Histograms.floatBars(
      counts.float, clippedOutside: range, scale: scale, elementsPerValue: elementsPerValue)
    let walls = Histograms.walls(bins: bins, measured: measured)
    let landed = counts.quantized?.counts ?? []
    let landedPeak = landed.max() ?? 0
    quantizedPeak = landedPeak
    quantized = landed.enumerated().map { bin, count in
      Histograms.bar(
        share: Histograms.share(
          of: count, peak: landedPeak, scale: scale, elementsPerValue: elementsPerValue),
        role: .quantized, isClipped: walls.contains(bin))
    }
    let errors = counts.squaredErrors ?? []
    let largest = errors.max() ?? 0
    squaredError = zip(errors, isClipped).map { error, isClipped in
      Histograms.bar(
        share: largest > 0 ? error / largest : 0, role: .quantized, isClipped: isClipped)
    }
  }

  /// The bars of the values as they were given; what lies outside a range is shaded.
  static func floatBars(
    _ histogram: Histogram, clippedOutside range: ClippingRange?, scale: CountScale,
    elementsPerValue: Double = 1
  ) -> [Bar] {
    let peak = histogram.counts.max() ?? 0
    return zip(histogram.counts, clippedBins(histogram.bins, outside: range))
      .map { count, isClipped in
        bar(
          share: share(
            of: count, peak: peak, scale: scale, elementsPerValue: elementsPerValue),
          role: .float, isClipped: isClipped)
      }
  }

  /// For each bin, whether its middle lies outside a range.
  private static func clippedBins(_ bins: Bins, outside range: ClippingRange?) -> [Bool] {
    (0..<bins.count).map { bin in
      guard let range else { return false }
      let center = bins.center(bin)
      return center < range.lower || center > range.upper
    }
  }

  /// The height of a count as a share of the highest one's.
  static func share(
    of count: Int, peak: Int, scale: CountScale, elementsPerValue: Double = 1
  ) -> Double {
    guard count > 0, peak > 0 else { return 0 }
    return switch scale {
    case .linear: Double(count) / Double(peak)
    case .logarithmic:
      log1p(Double(count) * elementsPerValue) / log1p(Double(peak) * elementsPerValue)
    }
  }

  private static func bar(share: Double, role: Role, isClipped: Bool) -> Bar {
    Bar(
      share: share, fill: isClipped ? .shaded : .solid, style: Style(isClipped ? .clipped : role))
  }

  /// The bins in which clipped values pile up.
  private static func walls(bins: Bins, measured: Reading.Measured?) -> Set<Int> {
    guard let measured else { return [] }
    let range = measured.staircase.representableRange
    let sums = measured.error.sums
    return Set(
      [
        sums.clippedBelow > 0 ? bins.index(of: range.lower) : nil,
        sums.clippedAbove > 0 ? bins.index(of: range.upper) : nil,
      ].compactMap(\.self))
  }
}
