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
      let isPlanned = asked.rule.format.map { plan?.formats.contains($0) == true } ?? false
      if asked.rule == sheet.setup.rule || isPlanned {
        let missing = missing(sheet)
        let wanted = shownTensors(sheet).filter { !missing($0).isEmpty }
        // What was put off is wanted now where the order hangs on it, or a plan waits for it.
        let isPutOff = asked.reason == .later && (order.needsReading || planSurvey(sheet) != nil)
        guard isPutOff || !wanted.allSatisfy(Set(asked.tensors).contains) else { return [] }
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
    if let survey = planSurvey(sheet) { return survey }
    let later = batch(sheet.contents.subjects.indices, sheet)
    return later.isEmpty ? nil : survey(later, order.needsReading ? .shown : .later, sheet)
  }

  /// The next tensors in the next format of the plan that they were not measured in.
  private func planSurvey(_ sheet: Worksheet) -> Survey? {
    for format in plan?.formats ?? [] {
      let rule = RuleInForce.format(format)
      let damages = findings.damages(by: rule)
      let tensors = batch(sheet.contents.subjects.indices, sheet) { tensor in
        TensorPlan.isPlanned(tensor, findings, sheet.contents)
          && (damages.isEmpty || damages[tensor] == nil)
      }
      if !tensors.isEmpty {
        return Survey(tensors: tensors, rule: rule, parts: .damage, reason: .shown)
      }
    }
    return nil
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
    let missing = missing(sheet)
    return batch(tensors, sheet) { !missing($0).isEmpty }
  }

  /// The first of some tensors that are wanted, up to the limits.
  private func batch(
    _ tensors: some Sequence<Int>, _ sheet: Worksheet, _ isWanted: (Int) -> Bool
  ) -> [Int] {
    var batch: [Int] = []
    var byteCount = 0
    for tensor in tensors where isWanted(tensor) {
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
