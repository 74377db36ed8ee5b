internal import Calibration
internal import TerminalScreen

extension CalibratorsScreen {
  var name: ScreenName { .calibrators }
  var deskUse: DeskUse { .shows }

  mutating func perform(_ action: OwnAction, on sheet: inout Worksheet) -> Request? {
    switch action {
    case .row(let step): select(by: step, in: &sheet.desk.table)
    case .takeRow: sheet.desk.takeRow()
    case .reorder:
      reorder(&sheet.desk.table)
      sheet.say(order == .tool ? "rows by tool" : "rows by \(order.name), the best first")
    case .explain: return .explain
    case .markRow: toggleMark(on: &sheet)
    case .percentile(let step): sheet.desk.stepPercentile(step)
    case .typePercentile:
      let table = sheet.desk.table
      guard let row = sheet.desk.percentileRow else { return nil }
      let percent = (table.calibrators[row] as? PercentileCalibrator)?.percent
      return .type(label: "percentile", text: percent.map { "\($0)" } ?? "")
    }
    return nil
  }

  private mutating func toggleMark(on sheet: inout Worksheet) {
    let table = sheet.desk.table
    guard table.calibrators.indices.contains(table.selection) else { return }
    toggleMark(table)
    let name = table.calibrators[table.selection].name
    sheet.say(
      marked == nil ? "no row is marked" : "\(name) marked; x on another row compares them")
  }

  mutating func accept(_ line: String, on sheet: inout Worksheet) -> String? {
    guard let row = sheet.desk.percentileRow else { return nil }
    guard let value = NumberEntry.value(of: line) else { return NumberEntry.complaint(about: line) }
    do throws(CalibrationError) {
      sheet.desk.setPercentile(try PercentileCalibrator(percent: value), row: row)
      return nil
    } catch {
      return "\(error)"
    }
  }

  mutating func mouse(
    _ action: Key.MouseAction, column: Int, row: Int, on sheet: inout Worksheet
  ) -> Request? {
    switch action {
    case .press:
      let rows = arranged(sheet.desk.table)
      let layout = CalibratorsLayout(self, sheet)
      if let place = layout.place(atRow: row), rows.indices.contains(place) {
        sheet.desk.table.select(rows[place])
      }
    case .wheelUp: select(by: -1, in: &sheet.desk.table)
    case .wheelDown: select(by: 1, in: &sheet.desk.table)
    case .drag, .release: break
    }
    return nil
  }

  mutating func measure(_ sheet: inout Worksheet) {
    sheet.desk.count(columns: CalibratorsLayout(self, sheet).picture.columns)
  }

  mutating func prepare(_ sheet: inout Worksheet) -> [Effect] {
    sheet.desk.tableQuestions(&sheet.tickets)
  }

  func idleWords(_ sheet: Worksheet) -> String {
    let table = sheet.desk.table
    if sheet.desk.showsSample { return "calibrators choose when all values are read" }
    guard table.calibrators.indices.contains(table.selection) else { return "" }
    let name = table.calibrators[table.selection].name
    return sheet.desk.loaded?.blockCount == 1
      ? "Enter takes the range of \(name)" : "Enter takes the ranges of \(name) for every block"
  }

  func explanation(_ sheet: Worksheet, columns: Int) -> Explanation? {
    CalibratorAccount(sheet.desk, marked: marked).explanation(columns: columns)
  }

  func draw(_ sheet: Worksheet, on canvas: inout Canvas) {
    CalibratorsView.draw(self, sheet, on: &canvas)
  }
}
