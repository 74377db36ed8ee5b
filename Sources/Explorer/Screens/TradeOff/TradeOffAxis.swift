internal import Calibration
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

  /// The axis for a model.
  init(_ model: Model, axis: Axis) {
    let side = model.tradeOffSide
    let current = model.shownRange.place(on: side)
    var line = AxisLine(axis, clippedOutside: nil)
    if case .found(let range, _) = model.bestKnown {
      line.mark(range.place(on: side), on: axis, "◆", Style(.good, isBold: true))
    }
    line.mark(current, on: axis, "▲", Style(.accent, isBold: true))
    if let column = axis.visibleColumn(of: current) {
      line.label(model.thresholdText(current), atColumn: column, Style(.accent, isBold: true))
      guides = [column]
    } else {
      guides = []
    }
    model.labelEnds(of: axis, in: &line)
    self.axis = line
    marks =
      LetterRow(model.calibratorMarks, selection: model.table.selection, axis: axis) {
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

  /// The axes for a model.
  init(_ model: Model, key: TradeOffState.MapKey) {
    let columns = key.uppers.count
    let rows = key.lowers.count
    let reach = model.reach
    axis =
      Axis(window: 0...reach.upperBound, columns: columns)
      .map { axis in
        var line = AxisLine(axis, clippedOutside: nil)
        let column = MapAxes.index(model.shownRange.upper / reach.upperBound, count: columns)
        line.label(
          "max " + model.thresholdText(model.shownRange.upper), atColumn: column,
          Style(.accent, isBold: true))
        line.label("0", atColumn: 0, .muted)
        line.label(model.thresholdText(reach.upperBound), atColumn: columns - 1, .muted)
        return line
      } ?? .none
    rowLabels = (0..<rows).filter { $0.isMultiple(of: 4) || $0 == rows - 1 }.map {
      RowLabel(text: model.thresholdText(key.lowers[$0]), row: $0)
    }
    func mark(_ range: ClippingRange, _ letter: Character, _ style: Style) -> PlotMark {
      PlotMark(
        letter: letter, column: MapAxes.index(range.upper / reach.upperBound, count: columns),
        row: rows - 1 - MapAxes.index(range.lower / reach.lowerBound, count: rows), style: style)
    }
    var marks = model.calibratorMarks.compactMap { calibrator in
      calibrator.range.map { mark($0, calibrator.letter, .selected) }
    }
    if case .found(let range, _) = model.bestKnown {
      marks.append(mark(range, "◆", Style(.good, isBold: true, isReversed: true)))
    }
    marks.append(mark(model.shownRange, "▲", Style(.accent, isBold: true, isReversed: true)))
    self.marks = marks
  }

  /// The place on a grid of a share of its extent; place i stands for the share (i + 1) / count.
  private static func index(_ share: Double, count: Int) -> Int {
    guard share.isFinite else { return 0 }
    return min(max(Int((min(max(share, 0), 1) * Double(count)).rounded()) - 1, 0), count - 1)
  }
}
