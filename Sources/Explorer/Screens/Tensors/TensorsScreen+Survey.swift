internal import QuantizationEngine
internal import TerminalScreen

extension TensorsScreen {
  /// How many tensors are looked at before the screen decides anew what comes next.
  private static let tensorLimit = 64
  /// How many bytes they have, unless one has more alone.
  private static let byteLimit = 64 << 20

  /// Asks for what is on the screen first, then for the rest; what is scrolled away waits.
  mutating func questions(_ sheet: inout Worksheet) -> [Effect] {
    let inForce = sheet.setup.inForce
    if let asked {
      if asked.inForce == inForce {
        let isMissing = missing(sheet)
        let wanted = shownTensors(sheet).filter(isMissing)
        guard !wanted.allSatisfy(Set(asked.tensors).contains) else { return [] }
      }
      self.asked = nil
    }
    guard let survey = nextSurvey(sheet) else { return [] }
    asked = survey
    return [.survey(survey, sheet.tickets.issue(.survey, for: .screen(name)))]
  }

  private func nextSurvey(_ sheet: Worksheet) -> Survey? {
    let shown = batch(shownTensors(sheet), sheet) + batch(shownMembers(sheet), sheet)
    if !shown.isEmpty { return survey(shown, .shown, sheet) }
    let later = batch(sheet.contents.subjects.indices, sheet)
    return later.isEmpty ? nil : survey(later, order.needsReading ? .shown : .later, sheet)
  }

  private func survey(
    _ tensors: [Int], _ reason: Survey.Reason, _ sheet: Worksheet
  ) -> Survey {
    let known = findings.values(of: tensors[0]) != nil
    return Survey(
      tensors: tensors.filter { (findings.values(of: $0) != nil) == known },
      inForce: sheet.setup.inForce, detail: known ? .damage : .all, reason: reason)
  }

  /// The first of some tensors that were not looked at, up to the limits.
  private func batch(_ tensors: some Sequence<Int>, _ sheet: Worksheet) -> [Int] {
    var batch: [Int] = []
    var byteCount = 0
    for tensor in tensors.lazy.filter(missing(sheet)) {
      let (sum, overflow) = byteCount.addingReportingOverflow(
        sheet.contents.subjects[tensor].byteCount)
      byteCount = overflow ? Int.max : sum
      guard batch.isEmpty || byteCount <= TensorsScreen.byteLimit else { break }
      batch.append(tensor)
      guard batch.count < TensorsScreen.tensorLimit else { break }
    }
    return batch
  }

  /// Whether a tensor can be looked at and was not, under the scheme in force.
  private func missing(_ sheet: Worksheet) -> (Int) -> Bool {
    let damages = findings.damages(by: sheet.setup.inForce)
    let (unread, subjects) = (findings.unread, sheet.contents.subjects)
    return { tensor in
      (damages.isEmpty || damages[tensor] == nil) && unread[tensor] == nil
        && subjects[tensor].obstacle == nil
    }
  }

  /// The rows on the screen.
  private func shownRows(_ sheet: Worksheet) -> ArraySlice<TensorRow> {
    rows.dropFirst(top).prefix(TensorsLayout(sheet.size).rows.rows)
  }

  /// The tensors on the screen.
  private func shownTensors(_ sheet: Worksheet) -> [Int] {
    shownRows(sheet).compactMap(\.tensor)
  }

  /// The tensors of folded groups on the screen.
  private func shownMembers(_ sheet: Worksheet) -> some Sequence<Int> {
    shownRows(sheet).lazy.compactMap { row -> Range<Int>? in
      guard case .group(let group) = row, folded.contains(group) else { return nil }
      return groups?.groups[group].members
    }.joined()
  }
}
