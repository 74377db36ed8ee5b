internal import TerminalScreen

/// Where everything of the trade-off view is.
struct TradeOffLayout: Hashable, Sendable {
  /// The frame, or the whole area where there is no room for one.
  let picture: Rect
  /// Whether the picture has a frame.
  let hasFrame: Bool
  /// The labels on the left of the plot.
  let gutter: Rect
  /// The curves or the map.
  let plot: Rect
  /// The axis with the current place and the best one.
  let axisRow: Rect
  /// The letters of the calibrators.
  let markRow: Rect
  /// The values under the axis.
  let labelRow: Rect
  /// The divergence; empty for a map.
  let divergence: Rect
  /// What the lines, or the shades, mean.
  let legend: Rect
  /// What the letters mean.
  let markLegend: Rect
  /// The slider of the lower threshold.
  let minRow: Rect
  /// The slider of the upper threshold.
  let maxRow: Rect
  /// The numbers of the current place.
  let numbers: Rect

  /// The layout for a screen.
  init(size: ScreenSize, shape: TradeOffScreen.Shape) {
    var rest = ScreenRows(size).body
    hasFrame = ScreenShape(size) == .full
    numbers = rest.cutBottom(1)
    maxRow = rest.cutBottom(1)
    minRow = rest.cutBottom(1)
    if hasFrame, rest.rows >= 22 { _ = rest.cutBottom(1) }
    markLegend = rest.cutBottom(hasFrame ? 1 : 0)
    legend = rest.cutBottom(1)
    picture = ScreenShape(size) == .tooSmall ? Rect(column: 0, row: 0, columns: 0, rows: 0) : rest
    var inner = hasFrame ? rest.inset(columns: 1, rows: 1) : picture
    var left = inner.cutLeft(10)
    _ = inner.cutRight(1)
    let hasDivergence = shape == .curve && inner.rows >= 9
    divergence = inner.cutBottom(hasDivergence ? (inner.rows >= 20 ? 4 : 3) : 0)
    labelRow = inner.cutBottom(inner.rows >= 5 ? 1 : 0)
    markRow = inner.cutBottom(hasFrame && shape == .curve ? 1 : 0)
    axisRow = inner.cutBottom(1)
    plot = inner
    gutter = left.cutTop(plot.rows)
  }
}
