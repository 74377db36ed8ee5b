internal import QuantizationEngine

/// The search for the best of the ranges that are min-max times a ratio.
struct RatioSearch {
  /// How many ratios are tried first.
  private static let coarse = RatioSweep.count
  /// The least distance of two ratios is one over this.
  private static let fine = 8192

  /// The range of the ratio 1.
  let minMax: ClippingRange
  private let scheme: Scheme
  private let monitor: ProgressMonitor

  /// A search over the values of a distribution.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  init(
    _ distribution: any Distribution, scheme: Scheme, monitor: ProgressMonitor
  ) throws(CalibrationError) {
    minMax = try MinMaxCalibrator().clippingRange(for: distribution, scheme: scheme)
    self.scheme = scheme
    self.monitor = monitor
  }

  /// What is known of the first ratios before any of them is tried.
  struct Estimates {
    /// What each is worth, from the smallest ratio up: the more, the less it costs.
    let merits: [Double]
    /// Those of which nothing is known.
    let isUncertain: [Bool]
    /// A merit below which all costs are above one that is known.
    let leastMerit: (_ cost: Double) -> Double
  }

  /// The widest range with the least cost of those tried.
  ///
  /// - Parameters:
  ///   - estimates: what spares trying ratios that surely cost more.
  ///   - cost: what a quantizer costs.
  /// - Returns: min-max times the best ratio.
  /// - Throws: ``CalibrationError/noEncoding(_:)``.
  func best(
    estimates: Estimates? = nil, cost: (AffineQuantizer) -> Double
  ) throws(CalibrationError) -> ClippingRange {
    var best = (place: Self.fine, cost: Double.infinity)
    func attempt(_ place: Int) throws(CalibrationError) {
      guard (1...Self.fine).contains(place) else { return }
      guard !monitor.isCancelled else { throw .cancelled }
      let cost = cost(try CalibratedBlock(range(place), scheme: scheme).quantizer)
      if cost < best.cost || (cost == best.cost && place > best.place) { best = (place, cost) }
    }
    var step = Self.fine / Self.coarse
    if let estimates {
      let merits = estimates.merits
      let first = merits.indices.max { merits[$0] < merits[$1] } ?? 0
      try attempt((first + 1) * step)
      var least = estimates.leastMerit(best.cost)
      for index in merits.indices.reversed() where index != first {
        guard !(merits[index] < least) || estimates.isUncertain[index] else { continue }
        let before = best.cost
        try attempt((index + 1) * step)
        if best.cost < before { least = estimates.leastMerit(best.cost) }
      }
    } else {
      for index in stride(from: Self.coarse, through: 1, by: -1) { try attempt(index * step) }
    }
    while step > 1 {
      step /= 2
      let center = best.place
      try attempt(center + step)
      try attempt(center - step)
    }
    return range(best.place)
  }

  private func range(_ place: Int) -> ClippingRange {
    let ratio = Double(place) / Double(Self.fine)
    return ClippingRange(lower: minMax.lower * ratio, upper: minMax.upper * ratio)
  }
}
