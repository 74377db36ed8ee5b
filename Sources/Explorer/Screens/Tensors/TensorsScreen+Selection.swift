internal import QuantizationEngine

extension TensorsScreen {
  /// Selects a place, or the nearest there is.
  mutating func select(_ wanted: Int) {
    place = min(max(wanted, 0), max(rows.count - 1, 0))
  }

  /// Selects a row; where it is folded, the group that it is in.
  mutating func select(_ row: TensorRow) {
    if let found = rows.firstIndex(of: row) {
      select(found)
    } else if let tensor = firstTensor(of: row), let groups,
      let found = rows.firstIndex(where: { row in
        if case .group(let group) = row {
          groups.groups[group].members.contains(tensor)
        } else {
          false
        }
      })
    {
      select(found)
    } else {
      select(place)
    }
  }

  private func firstTensor(of row: TensorRow) -> Int? {
    switch row {
    case .tensor(let tensor): tensor
    case .group(let group): groups?.groups[group].members.lowerBound
    case .line, .surplus, .unread: nil
    }
  }

  /// Scrolls as little as shows the selected row among so many.
  mutating func scroll(_ room: Int) {
    guard room > 0 else { return }
    top = min(top, max(rows.count - room, 0))
    if place < top { top = place }
    if place >= top + room { top = place - room + 1 }
  }

  /// Opens the tensor, or folds or unfolds the group.
  mutating func open() -> Request? {
    switch selection {
    case .tensor(let tensor): return .open(tensor)
    case .group(let group): folded.formSymmetricDifference([group])
    case .line: return type(.line)
    case .surplus, .unread, nil: break
    }
    return nil
  }

  /// Folds the group, or goes to the group that the row is in; a line moves down by a dB.
  mutating func fold(_ sheet: inout Worksheet) {
    if selection == .line { moveLine(by: -1, &sheet) }
    guard let groups, isGrouped else { return }
    switch selection {
    case .group(let group) where !folded.contains(group): folded.insert(group)
    case .group(let group):
      let outer = groups.groups(around: groups.groups[group].members.lowerBound)
        .last { groups.groups[$0].depth < groups.groups[group].depth }
      if let outer { select(.group(outer)) }
    case .tensor(let tensor):
      if let group = groups.innermost[tensor] { select(.group(group)) }
    case .line, .surplus, .unread, nil: break
    }
  }

  /// Unfolds the group, or goes to the first row in it; a line moves up by a dB.
  mutating func unfold(_ sheet: inout Worksheet) {
    if selection == .line { moveLine(by: 1, &sheet) }
    guard case .group(let group) = selection else { return }
    if folded.remove(group) == nil { select(place + 1) }
  }

  /// Folds all groups, or unfolds them if any is folded.
  mutating func foldAll(_ sheet: inout Worksheet) {
    guard let groups, !groups.groups.isEmpty else {
      sheet.say("no names begin alike, up to a number")
      return
    }
    guard isGrouped else {
      sheet.say("groups are folded in the order of names, without a search")
      return
    }
    folded = folded.isEmpty ? Set(groups.groups.indices) : []
  }

  /// Marks the selected tensor, or takes its mark away, and goes on to the next row.
  mutating func toggleMark() {
    switch selection {
    case .tensor(let tensor): marked.formSymmetricDifference([tensor])
    case .group(let group):
      let members = Set(groups?.groups[group].members ?? 0..<0)
      marked = members.isSubset(of: marked) ? marked.subtracting(members) : marked.union(members)
    case .line, .surplus, .unread, nil: return
    }
    select(place + 1)
  }

  /// Clears the search, or else the marks.
  mutating func clear(_ sheet: inout Worksheet) {
    if !search.isEmpty {
      search = ""
    } else if !marked.isEmpty {
      marked = []
      sheet.say("no tensor is marked")
    } else if plan != nil {
      endPlan(&sheet)
    } else if sheet.setup.format != nil {
      _ = sheet.putInForce(format: "")
    }
  }
}
