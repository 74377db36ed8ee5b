internal import TerminalScreen

extension TensorsScreen {
  /// Finds the groups of names before the first picture, folded where there are many rows.
  mutating func begin(_ sheet: Worksheet) {
    guard groups == nil else { return }
    let found = NameGroups(sheet.contents.subjects)
    groups = found
    let room = TensorsLayout(sheet).rows.rows
    let count = sheet.contents.subjects.count + found.groups.count
    if count > 3 * room { folded = Set(found.groups.indices) }
    published = sheet.selected
    threshold = sheet.setup.line
    for subject in sheet.contents.subjects {
      longestShape = max(longestShape, TensorWords.shape(subject.shape).count)
      longestStorage = max(longestStorage, subject.elementType.utf8.count)
      longestCounterpart = max(longestCounterpart, subject.counterpart?.storedAs.utf8.count ?? 0)
    }
  }

  /// Puts the rows in order, where what they hang on has changed; the selected one stays selected.
  mutating func arrange(_ sheet: Worksheet) {
    guard let groups else { return }
    // What is read meanwhile moves no row until the survey has ended.
    let reads = order.needsReading
    let revision = asked != nil ? rowsKey?.revision ?? 0 : findings.revision
    let key = RowsKey(
      order: order, search: search, folded: folded, revision: reads ? revision : 0,
      rule: reads ? sheet.setup.rule : nil,
      plan: reads ? planAnswer.map { _ in plan?.revision ?? 0 } : nil)
    guard key != rowsKey else { return }
    // Who looks at the worst one wants to see the worst one.
    let stays = rowsKey?.order == order && place > 0 || !reads
    let selected = stays ? selection : nil
    let wasGrouped = rowsKey.map { $0.order == .name && NameSearch($0.search).isEmpty } ?? true
    if !wasGrouped, isGrouped, let tensor = selected?.tensor {
      // Who has found a tensor and shows all again wants to see where it is.
      folded.subtract(groups.groups(around: tensor))
    }
    rowsKey = key
    rowsKey?.folded = folded
    let subjects = sheet.contents.subjects
    let search = NameSearch(self.search)
    if order == .name, search.isEmpty {
      rows = groups.rows(folded: folded)
    } else {
      rows = sorted(found(search, subjects), sheet).map { .tensor($0) }
    }
    if search.isEmpty {
      rows += (sheet.contents.comparedWith?.surplus ?? []).indices.map { .surplus($0) }
      rows += sheet.contents.unread.indices.map { .unread($0) }
    }
    longestName = rows.reduce(0) { max($0, nameLength($1, subjects)) }
    if let selected { select(selected) } else { select(0) }
    placeLine(sheet)
  }

  /// The tensors that a search finds, those first whose names have what was typed as it is.
  private func found(_ search: NameSearch, _ subjects: [Subject]) -> [Int] {
    guard !search.isEmpty else { return Array(subjects.indices) }
    var whole: [Int] = []
    var scattered: [Int] = []
    for (tensor, subject) in subjects.enumerated() {
      switch search.fit(subject.tensorName) {
      case .whole: whole.append(tensor)
      case .scattered: scattered.append(tensor)
      case nil: break
      }
    }
    return whole + scattered
  }

  /// Tensors in the order of the list; those without a number come last.
  private func sorted(_ tensors: [Int], _ sheet: Worksheet) -> [Int] {
    let badness: (Int) -> Double
    switch order {
    case .name: return tensors
    case .damage, .stored:
      let damages = damages(order.kind ?? .byRule, sheet)
      badness = {
        damages.indices.contains($0) ? damages[$0].map(\.badness) ?? -.infinity : -.infinity
      }
    case .gain: badness = { self.gain(of: $0, sheet) ?? -.infinity }
    case .size: badness = { Double(sheet.contents.subjects[$0].byteCount) }
    case .range:
      badness = { tensor in
        self.findings.values(of: tensor)?.bounds.map { $0.upperBound - $0.lowerBound } ?? -.infinity
      }
    }
    // What is known of a tensor without any error goes before what is not known of another.
    let ranked = tensors.map { tensor in
      let badness = badness(tensor)
      return (
        tensor: tensor,
        badness: badness == -.infinity && isKnown(tensor, sheet)
          ? -.greatestFiniteMagnitude : badness
      )
    }
    return ranked.sorted { ($1.badness, $0.tensor) < ($0.badness, $1.tensor) }.map(\.tensor)
  }

  /// Whether what the rows are sorted by is known of a tensor.
  private func isKnown(_ tensor: Int, _ sheet: Worksheet) -> Bool {
    order.kind.map { damage(of: tensor, $0, sheet) != nil } ?? false
  }

  /// Selects the tensor that was put on the desk since this was left, and unfolds what it is in.
  mutating func follow(_ sheet: Worksheet) {
    guard let selected = sheet.selected, selected != published else { return }
    published = selected
    if let groups {
      let around = folded.intersection(groups.groups(around: selected))
      if !around.isEmpty {
        folded.subtract(around)
        arrange(sheet)
      }
    }
    select(.tensor(selected))
  }

  /// Lets the worksheet know what is selected, and in which order tensors follow each other.
  mutating func publish(_ sheet: inout Worksheet) {
    sheet.selected = selection?.tensor
    published = sheet.selected
    sheet.plannedFormats = planAnswer?.chosen
    let isNatural = order == .name && search.isEmpty
    let all = isNatural ? Array(sheet.contents.subjects.indices) : rows.compactMap(\.tensor)
    sheet.route = marked.count > 1 ? all.filter(marked.contains) : all
  }

  /// How many bytes of a row are its name, with what is before it.
  private func nameLength(_ row: TensorRow, _ subjects: [Subject]) -> Int {
    switch row {
    case .tensor(let tensor):
      let group = isGrouped ? groups?.innermost[tensor].flatMap { groups?.groups[$0] } : nil
      return subjects[tensor].tensorName.utf8.count - (group?.prefixLength ?? 0)
        + 2 * (group.map { $0.depth + 1 } ?? 0)
    case .group(let group):
      guard let group = groups?.groups[group] else { return 0 }
      return group.label.utf8.count + 2 * group.depth + 2
    case .line, .surplus, .unread: return 0
    }
  }

  /// Whether the rows stand in groups.
  var isGrouped: Bool { order == .name && NameSearch(search).isEmpty }
}
