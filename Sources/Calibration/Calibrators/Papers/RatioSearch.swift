internal import QuantizationEngine

/// The search for the best of the ranges that are min-max times a ratio.
struct RatioSearch {
  /// How many ratios are tried first.
  private static let coarse = 128
  /// The least distance of two ratios is one over this.
  private static let fine = 8192

  private let minMax: ClippingRange
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

  /// The widest range with the least cost of those tried.
  ///
  /// - Parameter cost: what a quantizer costs.
  /// - Returns: min-max times the best ratio.
  /// - Throws: ``CalibrationError/noEncoding(_:)``.
  func best(cost: (AffineQuantizer) -> Double) throws(CalibrationError) -> ClippingRange {
    var best = (place: Self.fine, cost: Double.infinity)
    func attempt(_ place: Int) throws(CalibrationError) {
      guard (1...Self.fine).contains(place) else { return }
      guard !monitor.isCancelled else { throw .cancelled }
      let cost = cost(try CalibratedBlock(range(place), scheme: scheme).quantizer)
      if cost < best.cost || (cost == best.cost && place > best.place) { best = (place, cost) }
    }
    var step = Self.fine / Self.coarse
    for index in stride(from: Self.coarse, through: 1, by: -1) { try attempt(index * step) }
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
