internal import TerminalScreen

extension TensorsScreen {
  var name: ScreenName { .tensors }
  var deskUse: DeskUse { .none }

  mutating func perform(_ action: OwnAction, on sheet: inout Worksheet) -> Request? {
    pressedRow = nil
    switch action {
    case .row(let step): select(place + step)
    case .page(let step): select(place + step * max(TensorsLayout(sheet.size).rows.rows - 1, 1))
    case .first: select(0)
    case .last: select(rows.count - 1)
    case .open: return open()
    case .fold: fold()
    case .unfold: unfold()
    case .foldAll: foldAll(&sheet)
    case .search: return .type(label: "/", text: search)
    case .reorder:
      order = order.next
      sheet.say(order.words)
    case .mark: toggleMark()
    case .clear: clear(&sheet)
    case .scheme(let change):
      let inForce = sheet.setup.inForce
      sheet.adopt(inForce.scheme.changed(change, suitable: inForce.has))
    case .cycleGranularity: sheet.share(sheet.setup.inForce.nextGranularity)
    }
    return nil
  }

  mutating func accept(_ line: String, on sheet: inout Worksheet) -> String? {
    hear(line, on: &sheet)
    if rows.isEmpty { return "no name has these letters" }
    return nil
  }

  mutating func hear(_ line: String?, on sheet: inout Worksheet) {
    let isNarrower = line.map { !$0.isEmpty && $0 != search } ?? false
    search = line ?? ""
    if line == nil { sheet.status = nil }
    arrange(sheet)
    // Who types wants to see the best hit, wherever the selection was before.
    if isNarrower { select(0) }
  }

  mutating func mouse(
    _ action: Key.MouseAction, column: Int, row: Int, on sheet: inout Worksheet
  ) -> Request? {
    switch action {
    case .press:
      let area = TensorsLayout(sheet.size).rows
      guard area.contains(column: column, row: row) else { return nil }
      let place = top + row - area.row
      guard rows.indices.contains(place) else { return nil }
      select(place)
      guard pressedRow != rows[place] else {
        pressedRow = nil
        return open()
      }
      pressedRow = rows[place]
    case .wheelUp: select(place - 3)
    case .wheelDown: select(place + 3)
    case .drag, .release: break
    }
    return nil
  }

  mutating func prepare(_ sheet: inout Worksheet) -> [Effect] {
    begin(sheet)
    arrange(sheet)
    follow(sheet)
    scroll(TensorsLayout(sheet.size).rows.rows)
    publish(&sheet)
    return questions(&sheet)
  }

  mutating func take(_ answer: Answer, on sheet: inout Worksheet) {
    guard let survey = asked else { return }
    switch answer {
    case .glance(let tensor, let outcome):
      findings.take(
        outcome, of: tensor, among: sheet.contents.subjects.count, by: survey.inForce)
    case .surveyed: asked = nil
    default: break
    }
  }

  mutating func leave(_ sheet: inout Worksheet) -> [Effect] {
    asked = nil
    sheet.tickets.forget([.survey])
    return [.abandon([.survey])]
  }

  func header(_ sheet: Worksheet) -> Header? { TensorsHeader.header(self, sheet) }

  func idleWords(_ sheet: Worksheet) -> String { TensorWords.about(selection, self, sheet) }

  func draw(_ sheet: Worksheet, on canvas: inout Canvas) {
    TensorsView.draw(self, sheet, on: &canvas)
  }
}
