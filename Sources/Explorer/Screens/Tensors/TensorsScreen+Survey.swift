internal import QuantizationEngine
internal import TerminalScreen

extension TensorsScreen {
  /// How many tensors are looked at before the screen decides anew what comes next.
  private static let tensorLimit = 64
  /// How many bytes they have, unless one has more alone.
  private static let byteLimit = 64 << 20

  /// Asks for what is on the screen first, then for the rest; what is scrolled away waits.
  mutating func questions(_ sheet: inout Worksheet) -> [Effect] {
    if let asked {
      if asked.rule == sheet.setup.rule {
        let missing = missing(sheet)
        let wanted = shownTensors(sheet).filter { !missing($0).isEmpty }
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
    let missing = missing(sheet)
    let parts = missing(tensors[0])
    return Survey(
      tensors: tensors.filter { missing($0) == parts }, rule: sheet.setup.rule, parts: parts,
      reason: reason)
  }

  /// The first of some tensors that were not looked at, up to the limits.
  private func batch(_ tensors: some Sequence<Int>, _ sheet: Worksheet) -> [Int] {
    var batch: [Int] = []
    var byteCount = 0
    let missing = missing(sheet)
    for tensor in tensors.lazy.filter({ !missing($0).isEmpty }) {
      let (sum, overflow) = byteCount.addingReportingOverflow(
        sheet.contents.subjects[tensor].byteCount)
      byteCount = overflow ? Int.max : sum
      guard batch.isEmpty || byteCount <= TensorsScreen.byteLimit else { break }
      batch.append(tensor)
      guard batch.count < TensorsScreen.tensorLimit else { break }
    }
    return batch
  }

  /// What is not known yet of a tensor that can be looked at, under the rule in force and as stored.
  private func missing(_ sheet: Worksheet) -> (Int) -> Survey.Parts {
    let damages = findings.damages(by: sheet.setup.rule)
    let (findings, subjects) = (findings, sheet.contents.subjects)
    return { tensor in
      guard subjects[tensor].obstacle == nil else { return [] }
      var parts: Survey.Parts = []
      if damages.isEmpty || damages[tensor] == nil, findings.unread[tensor] == nil {
        parts = findings.values(of: tensor) == nil ? [.values, .damage] : .damage
      }
      if subjects[tensor].counterpart != nil, findings.stored(of: tensor) == nil {
        parts.insert(.stored)
      }
      return parts
    }
  }

  /// The rows on the screen.
  private func shownRows(_ sheet: Worksheet) -> ArraySlice<TensorRow> {
    rows.dropFirst(top).prefix(TensorsLayout(sheet).rows.rows)
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
