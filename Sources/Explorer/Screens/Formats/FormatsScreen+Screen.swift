internal import NumberFormats
internal import TerminalScreen

extension FormatsScreen {
  var name: ScreenName { .formats }
  var deskUse: DeskUse { .shows }
  var inForceUse: InForceUse { .chooses }

  var keys: [KeyLine] {
    [
      KeyLine(
        .formats,
        own: [
          (.arrow(.up, shift: .up), OwnAction.row(-1)), (.arrow(.down, shift: .up), .row(1)),
          (.character("k"), .row(-1)), (.character("j"), .row(1)),
        ], "select a format", hint: "select"),
      KeyLine(
        .formats, own: [(.enter, OwnAction.putInForce)],
        "put it in force and explore it; again: back to the scheme", hint: "explore", rank: 2),
      KeyLine(
        .formats,
        own: [
          (.pageUp, OwnAction.page(-1)), (.pageDown, .page(1)), (.home, .first), (.end, .last),
        ], "by a screen, to the first, to the last"),
      KeyLine(
        .formats, own: [(.character("o"), OwnAction.reorder)],
        "order the rows by bits, SQNR or family", hint: "order"),
      KeyLine(
        .formats, own: [(.character("x"), OwnAction.explain)],
        "say what the selected format is", hint: "explain"),
    ]
  }

  mutating func perform(_ action: OwnAction, on sheet: inout Worksheet) -> Request? {
    switch action {
    case .row(let step): select(by: step)
    case .page(let step): select(by: step * max(FormatsLayout(self, sheet).rows.rows, 1))
    case .first: select(rows, at: 0)
    case .last: select(rows, at: .max)
    case .reorder:
      reorder()
      sheet.say("rows by \(order.rawValue)")
    case .explain: return .explain
    case .putInForce: return putInForce(on: &sheet)
    }
    return nil
  }

  /// Puts the selected format in force, or where it is the scheme again.
  private func putInForce(on sheet: inout Worksheet) -> Request? {
    guard let format = selected?.format else {
      sheet.say("no format is tried yet")
      return nil
    }
    let chosen = Recoding.format(format)
    sheet.desk.put(inForce: sheet.desk.inForce == chosen ? nil : chosen)
    return sheet.desk.loaded == nil ? nil : .showInForce
  }

  mutating func mouse(
    _ action: Key.MouseAction, column: Int, row: Int, on sheet: inout Worksheet
  ) -> Request? {
    switch action {
    case .press:
      let layout = FormatsLayout(self, sheet)
      if layout.plot.contains(column: column, row: row) {
        selectMark(at: column - layout.plot.column, row - layout.plot.row, in: layout.plot)
      } else if let place = layout.place(atRow: row), column < layout.rows.endColumn {
        select(rows, at: place)
      }
    case .wheelUp: select(by: -1)
    case .wheelDown: select(by: 1)
    case .drag, .release: break
    }
    return nil
  }

  /// Selects the format whose mark is nearest to a place of the plot.
  private mutating func selectMark(at column: Int, _ row: Int, in plot: Rect) {
    let rows = rows
    let picture = FormatPicture(rows, columns: plot.columns, rows: plot.rows)
    func distance(_ mark: FormatPicture.Mark) -> Int {
      // A row of the screen is about as high as two columns are wide.
      let (across, down) = (mark.column - column, 2 * (mark.row - row))
      return across * across + down * down
    }
    guard let nearest = picture?.marks.min(by: { distance($0) < distance($1) }),
      let place = rows.firstIndex(where: { $0.format.name == nearest.name })
    else { return }
    select(rows, at: place)
  }

  mutating func prepare(_ sheet: inout Worksheet) -> [Effect] { questions(&sheet) }

  mutating func take(_ answer: Answer, on sheet: inout Worksheet) { hear(answer) }

  func idleWords(_ sheet: Worksheet) -> String {
    let count = Self.fitting(sheet.desk.subject.shape).count
    guard outcomes.count < count, failure == nil else {
      return "each format encodes the whole tensor and decodes it again"
    }
    return "trying format \(outcomes.count + 1) of \(count)…"
  }

  func explanation(_ sheet: Worksheet, columns: Int) -> Explanation? {
    let rows = rows
    guard !rows.isEmpty else { return nil }
    let outcome = rows[selectedPlace(rows)]
    return Explanation(
      subject: "about \(outcome.format.name)",
      lines: FormatWords(outcome, among: rows).lines(columns: columns))
  }

  func draw(_ sheet: Worksheet, on canvas: inout Canvas) {
    FormatsView.draw(self, sheet, on: &canvas)
  }
}

extension KeyGroup {
  /// Keys of the table of formats.
  static let formats = KeyGroup(title: "formats")
}
