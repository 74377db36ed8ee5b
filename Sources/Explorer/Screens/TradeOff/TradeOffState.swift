internal import Calibration
internal import QuantizationEngine

/// The trade-off view: what it draws, and what is known of it.
struct TradeOffState: Sendable {
  /// What is drawn.
  enum Shape: Hashable, Sendable {
    /// The error over one threshold.
    case curve
    /// The error over both.
    case map
  }

  /// What a curve depends on.
  struct CurveKey: Hashable, Sendable {
    let generation: Int
    let block: Int
    let scheme: Scheme
    let side: ThresholdSide
    /// The range with the moving side at 0, so that only the other side counts.
    let fixed: ClippingRange
    let window: ClosedRange<Double>
    let pointCount: Int
  }

  /// What a map depends on.
  struct MapKey: Hashable, Sendable {
    let generation: Int
    let block: Int
    let scheme: Scheme
    let lowers: [Double]
    let uppers: [Double]
  }

  /// What the person wants to see; a symmetric scheme has a curve only.
  var shape = Shape.curve
  /// The curve.
  var curve = Inquiry<CurveKey, TradeOffCurve>()
  /// The map.
  var map = Inquiry<MapKey, TradeOffMap>()
}

/// What the errors of all blocks depend on; the ranges change one by one and are not part of it.
struct BlocksKey: Hashable, Sendable {
  let generation: Int
  let scheme: Scheme
  /// Counts the changes of more than one range.
  let revision: Int
}
