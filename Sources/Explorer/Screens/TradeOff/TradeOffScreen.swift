internal import Calibration
internal import QuantizationEngine

/// The error over the thresholds: what it draws, and what is known of it.
struct TradeOffScreen: Screen {
  /// What its own keys ask for.
  enum OwnAction: Hashable, Sendable {
    /// The curve or the map.
    case toggleMap
  }

  /// What is drawn.
  enum Shape: Hashable, Sendable {
    /// The error over one threshold.
    case curve
    /// The error over both.
    case map
  }

  /// What a curve depends on.
  struct CurveKey: Hashable, Sendable {
    let tensor: Int
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
    let tensor: Int
    let generation: Int
    let block: Int
    let scheme: Scheme
    let lowers: [Double]
    let uppers: [Double]
  }

  /// What the mouse holds between press and release.
  enum Grab: Hashable, Sendable {
    /// The active threshold, by the plot.
    case plot
  }

  /// What the mouse holds.
  var grabbed: Grab?
  /// What the person wants to see; a symmetric scheme has a curve only.
  var shape = Shape.curve
  /// The curve.
  var curve = Inquiry<CurveKey, TradeOffCurve>()
  /// The map.
  var map = Inquiry<MapKey, TradeOffMap>()
}

extension ScreenName {
  /// The error over the thresholds.
  static let tradeOff = ScreenName(number: 2, title: "trade-off")
}
