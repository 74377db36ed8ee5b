internal import TerminalScreen

/// Where everything of the explore view is; the mouse asks it too.
struct ExploreLayout: Hashable, Sendable {
  /// The frame of the picture, or its whole area where there is no room for a frame.
  let picture: Rect
  /// Whether the picture has a frame.
  let hasFrame: Bool
  /// The float histogram.
  let floatBars: Rect
  /// The axis with the marks.
  let axisRow: Rect
  /// The values under the axis.
  let labelRow: Rect
  /// The quantized histogram.
  let quantizedBars: Rect
  /// The squared error by value.
  let errorStrip: Rect
  /// The slider of the lower threshold.
  let minRow: Rect
  /// The slider of the upper threshold.
  let maxRow: Rect
  /// The numbers.
  let numbers: Rect

  /// The first column of both histograms.
  var plotColumn: Int { floatBars.column }
  /// How many columns both histograms have.
  var plotColumns: Int { floatBars.columns }

  /// The layout for a worksheet as it is.
  init(_ sheet: Worksheet) {
    self.init(size: sheet.size, extraLines: ExtraLines(sheet.desk, size: sheet.size).facts.count)
  }

  /// The layout for a screen with some lines more than the usual numbers.
  init(size: ScreenSize, extraLines: Int) {
    var rest = ScreenRows(size).body
    let shape = ScreenShape(size)
    if shape == .full {
      if rest.rows >= 34 { _ = rest.cutBottom(1) }
      numbers = rest.cutBottom(5 + extraLines)
      if rest.rows >= 20 { _ = rest.cutBottom(1) }
    } else {
      let wanted = FactGrid.compactRows(columns: rest.columns) + extraLines
      numbers = rest.cutBottom(min(wanted, max(rest.rows - 3, 0)))
    }
    maxRow = rest.cutBottom(1)
    minRow = rest.cutBottom(1)
    picture = shape == .tooSmall ? Rect(column: 0, row: 0, columns: 0, rows: 0) : rest
    hasFrame = shape == .full
    if hasFrame {
      var inner = rest.inset(columns: 1, rows: 1)
      errorStrip = inner.cutBottom(inner.rows >= 26 ? 3 : inner.rows >= 16 ? 2 : 1)
      let bars = inner.rows - 2
      floatBars = inner.cutTop((bars * 4 + 6) / 7)
      axisRow = inner.cutTop(1)
      labelRow = inner.cutTop(1)
      quantizedBars = inner
    } else {
      var inner = picture.inset(columns: 1, rows: 0)
      errorStrip = inner.cutBottom(0)
      let bars = inner.rows - 1
      floatBars = inner.cutTop(bars < 3 ? max(bars, 1) : (bars + 1) / 2)
      axisRow = inner.cutTop(1)
      labelRow = inner.cutTop(inner.rows >= 6 ? 1 : 0)
      quantizedBars = inner
    }
  }

  /// The part of a slider's row that stands for values.
  var sliderTrack: Rect { SliderLine.track(in: minRow) }

  /// The axis of both histograms; nil where nothing is drawn.
  func axis(of desk: Desk) -> Axis? {
    Axis(window: desk.window, columns: plotColumns)
  }
}
