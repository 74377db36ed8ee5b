internal import QuantizationEngine
internal import TerminalScreen

/// What stands around the histogram of the table: an axis below, and letters above.
struct CalibratorPicture {
  private let desk: Desk
  private let marks: [CalibratorMark]
  private let axis: Axis
  private let columns: Int

  /// What stands around a histogram of so many columns; nil where there is nothing to show.
  init?(_ desk: Desk, columns: Int) {
    guard let axis = Axis(window: desk.window, columns: columns), desk.shown != nil else {
      return nil
    }
    self.desk = desk
    self.axis = axis
    self.columns = columns
    marks = desk.calibratorMarks
  }

  private var selected: CalibratorMark? {
    marks.indices.contains(desk.table.selection) ? marks[desk.table.selection] : nil
  }

  /// The axis: the marks of the selected calibrator, and where we are.
  var axisLine: AxisLine {
    let chosen = selected?.range
    var line = AxisLine(axis, clippedOutside: chosen)
    for threshold in Threshold.allCases {
      line.mark(threshold.value(in: desk.shownRange), on: axis, "△", Style(.accent))
    }
    for threshold in Threshold.allCases {
      guard let value = chosen.map(threshold.value), let column = axis.visibleColumn(of: value)
      else { continue }
      line.mark(value, on: axis, "▲", .strong)
      line.label(desk.thresholdText(value), atColumn: column, .strong)
    }
    line.labelEnds(of: axis, desk.thresholdText)
    return line
  }

  /// The letters of all calibrators, and the name of the selected one where it begins.
  var letters: (marks: [PlotMark], name: StyledText, column: Int) {
    let row = LetterRow(marks, selection: desk.table.selection, axis: axis) { $0.upper }
    guard let letter = row.selected, let selected else { return (row.marks, "", 0) }
    let name = StyledText(" " + selected.name + " ", .strong)
    let isRoomRight = letter.column + 1 + name.columns <= columns
    return (row.marks, name, isRoomRight ? letter.column + 1 : letter.column - name.columns)
  }
}
