internal import NumberFormats
internal import TerminalScreen

extension TensorsScreen {
  var name: ScreenName { .tensors }
  var deskUse: DeskUse { .none }

  mutating func perform(_ action: OwnAction, on sheet: inout Worksheet) -> Request? {
    pressedRow = nil
    switch action {
    case .row(let step): select(place + step)
    case .page(let step): select(place + step * max(TensorsLayout(sheet).rows.rows - 1, 1))
    case .first: select(0)
    case .last: select(rows.count - 1)
    case .open: return open()
    case .fold: fold(&sheet)
    case .unfold: unfold(&sheet)
    case .foldAll: foldAll(&sheet)
    case .search: return type(.search)
    case .format:
      if refusesUnderPlan(&sheet) { return nil }
      if let format = sheet.setup.format {
        sheet.say("\(format.name) is in force; an empty line puts the scheme in force")
      }
      return type(.format, sheet.setup.format?.name ?? "")
    case .typeLine: return type(.line)
    case .plan: return type(.plan)
    case .moveBudget(let step): moveBudget(by: step, &sheet)
    case .writePlan: return typePlanFile(&sheet)
    case .moveLine(let step): moveLine(by: step, &sheet)
    case .reorder:
      let isComparison = sheet.contents.comparedWith != nil
      order = order.next(isComparison: isComparison)
      sheet.say(order.words(isComparison: isComparison))
    case .explain:
      guard selection?.tensor != nil else {
        sheet.say("only a tensor is explained")
        return nil
      }
      return .explain
    case .mark: toggleMark()
    case .clear: clear(&sheet)
    case .scheme(let change):
      if refusesUnderPlan(&sheet) || sheet.walk(FormatWalk(change)) { return nil }
      let inForce = sheet.setup.inForce
      sheet.adopt(inForce.scheme.changed(change, suitable: inForce.has))
    case .cycleGranularity:
      if refusesUnderPlan(&sheet) || sheet.walk(.next(.blocks)) { return nil }
      sheet.share(sheet.setup.inForce.nextGranularity)
    }
    return nil
  }

  /// Asks for a line to be typed.
  mutating func type(_ typing: Typing, _ text: String? = nil) -> Request {
    self.typing = typing
    return switch typing {
    case .search: .type(label: "/", text: search)
    case .format: .type(label: "number format", text: text ?? "")
    case .line: .type(label: "line at dB", text: threshold.map(TensorWords.decibels) ?? "")
    case .plan:
      .type(
        label: "plan of", text: (plan?.formats.map(\.name) ?? plannedBefore).joined(separator: " "))
    case .planFile: .type(label: "write the plan as", text: text ?? "")
    }
  }

  mutating func accept(_ line: String, on sheet: inout Worksheet) -> String? {
    switch typing {
    case .format: return sheet.putInForce(format: line)
    case .line: return accept(line: line, &sheet)
    case .plan: return accept(plan: line, &sheet)
    case .planFile: return accept(planFile: line, &sheet)
    case .search:
      hear(line, on: &sheet)
      return rows.isEmpty ? "no name has these letters" : nil
    }
  }

  func suggestions(for line: String, _ sheet: Worksheet) -> [String] {
    switch typing {
    case .format: return FormatSearch.suggestions(for: line)
    case .plan:
      // The last word goes on; before any there are the usual ones.
      guard !line.isEmpty else {
        return [TensorPlan.usual(sheet.contents).map(\.name).joined(separator: " ")]
      }
      let last = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
      return last.isEmpty
        ? [] : FormatSearch.suggestions(for: String(last)).map { line.dropLast(last.count) + $0 }
    case .planFile: return planFileLines(sheet).filter { $0.hasPrefix(line) }
    case .search, .line: return []
    }
  }

  mutating func hear(_ line: String?, on sheet: inout Worksheet) {
    guard typing == .search else { return }
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
    let layout = TensorsLayout(sheet)
    switch action {
    case .press:
      if layout.bars.contains(column: column, row: row) {
        held = .picture
        setLine(atRow: row, layout, &sheet)
        return nil
      }
      guard layout.rows.contains(column: column, row: row) else { return nil }
      let place = top + row - layout.rows.row
      guard rows.indices.contains(place) else { return nil }
      select(place)
      if rows[place] == .line { held = .line }
      guard pressedRow != rows[place] else {
        pressedRow = nil
        return open()
      }
      pressedRow = rows[place]
    case .wheelUp: select(place - 3)
    case .wheelDown: select(place + 3)
    case .drag:
      switch held {
      case .line:
        pressedRow = nil
        // Beyond the edge the rows go by.
        let place = max(top + row - layout.rows.row, 0)
        drag(lineTo: min(place, top + layout.rows.rows, rows.count - 1), &sheet)
      case .picture: setLine(atRow: row, layout, &sheet)
      case nil: break
      }
    case .release: held = nil
    }
    return nil
  }

  /// Puts the line where a row of the picture is.
  private mutating func setLine(
    atRow row: Int, _ layout: TensorsLayout, _ sheet: inout Worksheet
  ) {
    setLine(
      DamagePicture.decibels(ofRow: row - layout.bars.row, among: layout.bars.rows), &sheet)
  }

  mutating func measure(_ sheet: inout Worksheet) {
    let key = DamageProfile.Key(
      revision: findings.revision, kind: kind(sheet), rule: sheet.setup.rule,
      plan: planAnswer.map { _ in plan?.revision ?? 0 }, threshold: threshold,
      isPictured: !TensorsLayout(sheet).profile.isEmpty)
    guard key != profile.key else { return }
    profile = DamageProfile(damages(key.kind, sheet), key)
  }

  mutating func prepare(_ sheet: inout Worksheet) -> [Effect] {
    begin(sheet)
    arrange(sheet)
    follow(sheet)
    scroll(TensorsLayout(sheet).rows.rows)
    publish(&sheet)
    return planQuestions(&sheet) + questions(&sheet)
  }

  mutating func take(_ answer: Answer, on sheet: inout Worksheet) {
    switch answer {
    case .computed(.plan(let plan)): self.plan?.take(plan, sheet.contents)
    case .computed(.noPlan(let sentence)): plan?.fail(sentence)
    case .planWritten(let path, let byteCount, let remark):
      planFileLine = nil
      sheet.say(
        "wrote \(path), \(NumberText.count(byteCount)) bytes"
          + (remark.map { "; \($0)" } ?? ""), .good)
    case .planNotWritten(let sentence): sheet.say("\(sentence); W mends the line", .bad)
    default: takeSurvey(answer, sheet)
    }
  }

  private mutating func takeSurvey(_ answer: Answer, _ sheet: Worksheet) {
    guard let survey = asked else { return }
    switch answer {
    case .glance(let tensor, let outcome):
      findings.take(
        outcome, of: tensor, among: sheet.contents.subjects.count, by: survey.rule)
    case .compared(let tensors, let outcome):
      findings.take(outcome, of: tensors, among: sheet.contents.subjects.count)
    case .surveyed: asked = nil
    default: break
    }
  }

  mutating func leave(_ sheet: inout Worksheet) -> [Effect] {
    asked = nil
    plan?.abandon()
    sheet.tickets.forget([.survey, .plan])
    return [.abandon([.survey, .plan])]
  }

  func explanation(_ sheet: Worksheet, columns: Int) -> Explanation? {
    guard let tensor = selection?.tensor else { return nil }
    return Explanation(
      subject: "about \(sheet.contents.subjects[tensor].tensorName)",
      lines: TensorPage(tensor, self, sheet).lines(columns: columns))
  }

  func header(_ sheet: Worksheet) -> Header? { TensorsHeader.header(self, sheet) }

  func idleWords(_ sheet: Worksheet) -> String { TensorWords.about(selection, self, sheet) }

  func idleHints(_ sheet: Worksheet) -> Set<String> {
    plan == nil ? ["budget", "write"] : ["bits", "format", "plan", "export"]
  }

  func draw(_ sheet: Worksheet, on canvas: inout Canvas) {
    TensorsView.draw(self, sheet, on: &canvas)
  }
}
