internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

/// A trade-off curve as lines and bars.
struct CurvePicture: Hashable, Sendable {
  /// The MSE and its two parts, the whole one last so that it is drawn over them.
  let lines: [LinePlot]
  /// The divergence, one bar for each column.
  let divergence: [Bar]
  /// Where the MSE stands.
  let scale: LogScale
  /// The least and the largest divergence; nil if there is none.
  let divergenceRange: ClosedRange<Double>?

  /// By how much the parts may be below the least MSE and still be seen.
  private static let depth = 20.0

  /// The picture of a curve; nil if there is no error anywhere, or no finite one.
  init?(_ curve: TradeOffCurve, columns: Int, axis: Axis) {
    let totals = curve.points.map(\.meanSquaredError).filter { $0 > 0 && $0.isFinite }
    guard let least = totals.min(), let largest = totals.max(),
      let scale = LogScale(from: least / CurvePicture.depth, to: largest)
    else { return nil }
    self.scale = scale
    // Where there are fewer points than columns, a column shows the nearest point.
    let points = (0..<columns).map { column -> TradeOffPoint? in
      CurvePicture.nearest(to: axis.bins.center(column), in: curve.points)
    }
    func line(
      _ weight: LinePlot.Weight, _ style: Style, _ value: (TradeOffPoint) -> Double
    ) -> LinePlot {
      LinePlot(
        points.map { point in point.flatMap { scale.place(of: value($0)) } }, weight: weight,
        style: style)
    }
    lines = [
      line(.light, Style(.quantized)) { $0.roundingMeanSquaredError },
      line(.double, Style(.clipped)) { $0.clippingMeanSquaredError },
      line(.heavy, .strong) { $0.meanSquaredError },
    ]
    let divergences = curve.points.compactMap(\.klDivergenceInNats).filter { $0.isFinite }
    if let least = divergences.min(), let largest = divergences.max(), largest > 0 {
      divergenceRange = least...largest
      let scale = LogScale(from: max(least, largest * 1e-6) / 2, to: largest)
      divergence = points.map { point in
        let value = point?.klDivergenceInNats ?? 0
        return Bar(share: scale?.place(of: value) ?? 0, style: Style(.accent))
      }
    } else {
      divergenceRange = nil
      divergence = []
    }
  }

  /// A number on the scale, beside the plot.
  struct Tick: Hashable, Sendable {
    /// The number.
    let text: String
    /// The row, counted from the first of the plot.
    let row: Int
  }

  /// The numbers beside a plot of so many rows: at the top, at the bottom, and in between.
  func ticks(rows: Int) -> [Tick] {
    guard rows > 1 else { return [] }
    let parts = rows >= 16 ? 4 : rows >= 6 ? 2 : 1
    return (0...parts).map { part in
      let row = (rows - 1) * part / parts
      let place = Double(rows - 1 - row) / Double(rows - 1)
      return Tick(text: NumberText.scientific(scale.value(at: place), significant: 2), row: row)
    }
  }

  /// The point whose threshold is nearest to a value; the points ascend.
  private static func nearest(to value: Double, in points: [TradeOffPoint]) -> TradeOffPoint? {
    var lower = 0
    var upper = points.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if points[middle].threshold < value { lower = middle + 1 } else { upper = middle }
    }
    guard lower > 0 else { return points.first }
    guard lower < points.count else { return points.last }
    let below = points[lower - 1]
    let above = points[lower]
    return value - below.threshold <= above.threshold - value ? below : above
  }
}
