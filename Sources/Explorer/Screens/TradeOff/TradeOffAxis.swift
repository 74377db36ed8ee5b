internal import QuantizationEngine
internal import TerminalScreen

/// The axis of the curves: where we are, what is best, where each calibrator would be.
struct TradeOffAxis: Hashable, Sendable {
  /// The axis with the current place and the best one.
  let axis: AxisLine
  /// The letters of the calibrators, no two in one column.
  let marks: [PlotMark]
  /// The columns in which a line goes up through the plot: the current place.
  let guides: [Int]

  /// The axis for a desk.
  init(_ desk: Desk, axis: Axis) {
    let side = desk.tradeOffSide
    let current = desk.shownRange.place(on: side)
    var line = AxisLine(axis, clippedOutside: nil)
    if case .found(let range, _) = desk.bestKnown {
      line.mark(range.place(on: side), on: axis, "◆", Style(.good, isBold: true))
    }
    line.mark(current, on: axis, "▲", Style(.accent, isBold: true))
    if let column = axis.visibleColumn(of: current) {
      line.label(desk.thresholdText(current), atColumn: column, Style(.accent, isBold: true))
      guides = [column]
    } else {
      guides = []
    }
    line.labelEnds(of: axis, desk.thresholdText)
    self.axis = line
    marks =
      LetterRow(desk.calibratorMarks, selection: desk.table.selection, axis: axis) {
        $0.place(on: side)
      }.marks
  }
}

/// The axes of the map, and the marks on it.
struct MapAxes: Hashable, Sendable {
  /// A value of `min` at a row.
  struct RowLabel: Hashable, Sendable {
    /// The value.
    let text: String
    /// The row, counted from the first of the plot.
    let row: Int
  }

  /// The axis of `max`.
  let axis: AxisLine
  /// The values of `min`.
  let rowLabels: [RowLabel]
  /// Where we are, what is best, and the letters of the calibrators.
  let marks: [PlotMark]

  /// The axes for a desk.
  init(_ desk: Desk, key: TradeOffScreen.MapKey) {
    let columns = key.uppers.count
    let rows = key.lowers.count
    let reach = desk.reach
    axis =
      Axis(window: 0...reach.upperBound, columns: columns)
      .map { axis in
        var line = AxisLine(axis, clippedOutside: nil)
        let column = MapAxes.index(desk.shownRange.upper / reach.upperBound, count: columns)
        line.label(
          "max " + desk.thresholdText(desk.shownRange.upper), atColumn: column,
          Style(.accent, isBold: true))
        line.label("0", atColumn: 0, .muted)
        line.label(desk.thresholdText(reach.upperBound), atColumn: columns - 1, .muted)
        return line
      } ?? .none
    rowLabels = (0..<rows).filter { $0.isMultiple(of: 4) || $0 == rows - 1 }.map {
      RowLabel(text: desk.thresholdText(key.lowers[$0]), row: $0)
    }
    func mark(_ range: ClippingRange, _ letter: Character, _ style: Style) -> PlotMark {
      PlotMark(
        letter: letter, column: MapAxes.index(range.upper / reach.upperBound, count: columns),
        row: rows - 1 - MapAxes.index(range.lower / reach.lowerBound, count: rows), style: style)
    }
    var marks = desk.calibratorMarks.compactMap { calibrator in
      calibrator.range.map { mark($0, calibrator.letter, .selected) }
    }
    if case .found(let range, _) = desk.bestKnown {
      marks.append(mark(range, "◆", Style(.good, isBold: true, isReversed: true)))
    }
    marks.append(mark(desk.shownRange, "▲", Style(.accent, isBold: true, isReversed: true)))
    self.marks = marks
  }

  /// The place on a grid of a share of its extent; place i stands for the share (i + 1) / count.
  private static func index(_ share: Double, count: Int) -> Int {
    guard share.isFinite else { return 0 }
    return min(max(Int((min(max(share, 0), 1) * Double(count)).rounded()) - 1, 0), count - 1)
  }
}
