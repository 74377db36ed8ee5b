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

  /// What is known of the ratios before any of them is tried.
  struct Estimates {
    /// The sums at the ratios that are tried first.
    let sweep: RatioSweep
    /// What they are worth.
    let merit: RatioMerit
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
    /// From the best, neighbours at half the distance, again and again.
    func refine() throws(CalibrationError) -> ClippingRange {
      var step = Self.fine / Self.coarse
      while step > 1 {
        step /= 2
        let center = best.place
        try attempt(center + step)
        try attempt(center - step)
      }
      return range(best.place)
    }
    let step = Self.fine / Self.coarse
    guard let estimates else {
      for index in stride(from: Self.coarse, through: 1, by: -1) { try attempt(index * step) }
      return try refine()
    }
    let (merit, sweep) = (estimates.merit, estimates.sweep)
    let merits = sweep.merits(merit)
    var (first, most) = (0, -Double.infinity)
    for index in merits.indices where merits[index] > most {
      (first, most) = (index, merits[index])
    }
    try attempt((first + 1) * step)
    // The least merit that may be enough, and the cost that it is for.
    var least = (merit: estimates.leastMerit(best.cost), cost: best.cost)
    // Nothing is known of a merit that is no number.
    for index in merits.indices.reversed()
    where (!(merits[index] < least.merit) || sweep.isUncertain[index]) && index != first {
      try attempt((index + 1) * step)
      if best.cost < least.cost { least = (estimates.leastMerit(best.cost), best.cost) }
    }
    return try refine()
  }

  private func range(_ place: Int) -> ClippingRange {
    let ratio = Double(place) / Double(Self.fine)
    return ClippingRange(lower: minMax.lower * ratio, upper: minMax.upper * ratio)
  }
}
