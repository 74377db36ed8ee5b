public import QuantizationEngine

/// Which threshold of a clipping range moves.
public enum ThresholdSide: Hashable, Sendable, CaseIterable {
  /// The lower one; the upper one stays.
  case lower
  /// The upper one; the lower one stays.
  case upper
  /// Both, at the same distance from zero.
  case both

  /// The range with this side moved to `threshold`.
  ///
  /// - Returns: for ``both`` the range from −|threshold| to |threshold|.
  public func moving(_ range: ClippingRange, to threshold: Double) -> ClippingRange {
    switch self {
    case .lower: ClippingRange(lower: threshold, upper: range.upper)
    case .upper: ClippingRange(lower: range.lower, upper: threshold)
    case .both: ClippingRange(lower: -abs(threshold), upper: abs(threshold))
    }
  }
}

/// What one place of a threshold costs.
public struct TradeOffPoint: Hashable, Sendable {
  /// Where the threshold is, in units of the tensor.
  public let threshold: Double
  /// The clipping range with the threshold there.
  public let range: ClippingRange
  /// The part of the MSE made by values inside the representable range.
  public let roundingMeanSquaredError: Double
  /// The part of the MSE made by clipped values.
  public let clippingMeanSquaredError: Double
  /// KL(P‖Q) in nats; nil where it was not asked for.
  public let klDivergenceInNats: Double?

  /// The whole MSE, in units of the tensor, squared.
  public var meanSquaredError: Double { roundingMeanSquaredError + clippingMeanSquaredError }
}

/// The trade-off between rounding and clipping as one threshold moves.
///
/// A narrow range has fine steps and clips much; a wide one has coarse steps and clips nothing.
public struct TradeOffCurve: Hashable, Sendable {
  /// The threshold that moves.
  public let side: ThresholdSide
  /// One point for each place tried, ascending by threshold; those without an encoding are missing.
  public let points: [TradeOffPoint]

  /// The curve over evenly spaced places of one threshold.
  ///
  /// - Parameters:
  ///   - distribution: the values of one block.
  ///   - scheme: the codes and the arithmetic.
  ///   - side: the threshold that moves.
  ///   - range: where the other threshold stays.
  ///   - window: the first and the last place.
  ///   - pointCount: how many places are tried, at least 2.
  ///   - reference: what KL is measured against, of the same block; without it KL is left out.
  /// - Precondition: `pointCount` is at least 2.
  /// - Complexity: O(points · levels · log n).
  public init(
    of distribution: any Distribution, scheme: Scheme, moving side: ThresholdSide,
    from range: ClippingRange, over window: ClosedRange<Double>, pointCount: Int,
    reference: DivergenceReference? = nil
  ) {
    self.side = side
    let places = Self.places(over: window, count: pointCount)
    points = places.compactMap { threshold in
      TradeOffPoint(
        at: threshold, range: side.moving(range, to: threshold), distribution: distribution,
        scheme: scheme, reference: reference)
    }
  }

  /// The curve over evenly spaced places of one threshold, while a monitor is asked before each whether
  /// anybody still wants it.
  ///
  /// - Throws: `CancellationError` once the monitor says so.
  public init(
    of distribution: any Distribution, scheme: Scheme, moving side: ThresholdSide,
    from range: ClippingRange, over window: ClosedRange<Double>, pointCount: Int,
    reference: DivergenceReference?, monitor: ProgressMonitor
  ) throws(CancellationError) {
    self.side = side
    var points: [TradeOffPoint] = []
    for threshold in Self.places(over: window, count: pointCount) {
      try monitor.checkCancellation()
      let point = TradeOffPoint(
        at: threshold, range: side.moving(range, to: threshold), distribution: distribution,
        scheme: scheme, reference: reference)
      if let point { points.append(point) }
    }
    self.points = points
  }

  private static func places(over window: ClosedRange<Double>, count: Int) -> [Double] {
    precondition(count >= 2, "a curve has at least two points")
    let step = (window.upperBound - window.lowerBound) / Double(count - 1)
    return (0..<count).map { index in
      index == count - 1 ? window.upperBound : window.lowerBound + Double(index) * step
    }
  }

  /// The point with the least MSE; nil if there are no points.
  public var best: TradeOffPoint? {
    points.min { $0.meanSquaredError < $1.meanSquaredError }
  }
}

extension TradeOffPoint {
  /// What a range costs; nil if it has no encoding or there are no values.
  init?(
    at threshold: Double, range: ClippingRange, distribution: any Distribution, scheme: Scheme,
    reference: DivergenceReference?
  ) {
    guard distribution.count > 0, let encoding = try? scheme.encoding(for: range) else {
      return nil
    }
    let staircase = AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic).staircase
    let sums = ErrorSums(of: distribution, on: staircase)
    self.threshold = threshold
    self.range = range
    roundingMeanSquaredError = sums.roundingSquaredError / Double(sums.count)
    clippingMeanSquaredError = sums.clippingSquaredError / Double(sums.count)
    klDivergenceInNats = reference?.klDivergence(on: [staircase])
  }
}
