internal import QuantizationEngine
internal import TerminalScreen

/// A row of the list in words.
struct TensorLine {
  private let row: TensorRow
  private let isSelected: Bool
  private let screen: TensorsScreen
  private let sheet: Worksheet
  /// What is known of the damage: of a group the worst of its tensors.
  private let damage: Glance.Damage?

  /// The words of a row.
  init(_ row: TensorRow, isSelected: Bool, _ screen: TensorsScreen, _ sheet: Worksheet) {
    self.row = row
    self.isSelected = isSelected
    self.screen = screen
    self.sheet = sheet
    damage =
      switch row {
      case .tensor(let tensor):
        sheet.startsAsStored(tensor)
          ? nil : screen.findings.damage(of: tensor, by: sheet.setup.inForce)
      case .group(let group): screen.worst(of: group, sheet)
      case .unread: nil
      }
  }

  /// Whether it is a group of tensors.
  var isGroup: Bool {
    if case .group = row { true } else { false }
  }

  /// A style as the mark and the name have it on this row.
  func style(_ style: Style) -> Style { isSelected ? .selected : style }

  /// What stands before the name: marked, tuned by hand, tuned in an earlier session.
  var mark: String {
    switch row {
    case .tensor(let tensor):
      if screen.marked.contains(tensor) { return "•" }
      let isTuned =
        sheet.shelf.isTuned(tensor) || sheet.desk.position == tensor && sheet.desk.isTuned
      return isTuned ? "~" : sheet.memory.kept.contains(tensor) ? "R" : ""
    case .group, .unread: return ""
    }
  }

  /// Why there are no numbers; nil where there are, or will be.
  var reason: String? {
    switch row {
    case .tensor(let tensor):
      (sheet.contents.subjects[tensor].obstacle ?? screen.findings.unread[tensor]).map {
        DisplayText($0).string
      }
    case .unread: ""
    case .group: nil
    }
  }

  /// The name, shortened to some columns.
  func name(columns: Int) -> StyledText {
    switch row {
    case .unread(let file):
      return StyledText(
        DisplayText.truncated(
          "✗ " + DisplayText(sheet.contents.unread[file]).string, columns: sheet.size.columns - 4),
        style(Style(.clipped)))
    case .group(let group):
      guard let group = screen.groups?.groups[group], case .group(let index) = row else {
        return ""
      }
      let sign = screen.folded.contains(index) ? "▸ " : "▾ "
      let indent = String(repeating: " ", count: 2 * group.depth)
      return StyledText(indent + sign, style(.accent))
        + ShortName(
          group.label, columns: columns - indent.count - 2, style: style(.strong)
        ).text
    case .tensor(let tensor):
      let name = sheet.contents.subjects[tensor].tensorName
      guard screen.isGrouped, let groups = screen.groups, let innermost = groups.innermost[tensor]
      else {
        let search = NameSearch(screen.search)
        return ShortName(
          name, found: search.isEmpty ? [] : search.found(in: name), columns: columns,
          style: style(.text)
        ).text
      }
      let group = groups.groups[innermost]
      let indent = String(repeating: " ", count: 2 * (group.depth + 1))
      return StyledText(indent, style(.text))
        + ShortName(
          String(decoding: name.utf8.dropFirst(group.prefixLength), as: UTF8.self),
          columns: columns - indent.count, style: style(.text)
        ).text
    }
  }

  /// The picture of the distribution; nil where there is none yet.
  func picture(columns: Int) -> Sparkline? {
    guard let counts = row.tensor.flatMap(screen.findings.values)?.counts, !counts.isEmpty else {
      return nil
    }
    return Sparkline(counts, columns: columns)
  }

  /// The damage as a share of the worst there is; nil where it is not known, or no number.
  var damageShare: Double? {
    guard let damage else { return nil }
    if damage.refusedBlockCount > 0 { return 1 }
    return damage.sqnrInDecibels.map(DamageScale.share)
  }

  /// The words of a column.
  func text(_ column: TensorColumn) -> StyledText {
    switch row {
    case .tensor(let tensor): tensorText(column, tensor)
    case .group(let group): groupText(column, group)
    case .unread: ""
    }
  }

  private func groupText(_ column: TensorColumn, _ index: Int) -> StyledText {
    guard let group = screen.groups?.groups[index] else { return "" }
    switch column {
    case .shape: return StyledText("\(NumberText.count(group.members.count)) tensors", .muted)
    case .size: return StyledText(TensorWords.bytes(group.byteCount), .muted)
    case .signalToNoise:
      guard let damage else { return StyledText("…   ", .muted) }
      let isWhole = screen.isMeasured(group.members, sheet)
      return StyledText((isWhole ? "" : "≤") + TensorWords.signalToNoise(damage), .muted)
    case .name, .storage, .picture, .bar, .lower, .upper, .meanSquaredError, .maximumError:
      return ""
    }
  }

  private func tensorText(_ column: TensorColumn, _ tensor: Int) -> StyledText {
    let subject = sheet.contents.subjects[tensor]
    let waiting = StyledText("…   ", .muted)
    switch column {
    case .shape: return StyledText(TensorWords.shape(subject.shape), .muted)
    case .storage: return StyledText(DisplayText(subject.elementType).string, .muted)
    case .size: return StyledText(TensorWords.bytes(subject.byteCount), .muted)
    case .lower, .upper:
      guard let bounds = screen.findings.values(of: tensor)?.bounds else { return "" }
      return StyledText(
        TensorWords.value(column == .lower ? bounds.lowerBound : bounds.upperBound))
    case .signalToNoise:
      if sheet.startsAsStored(tensor) {
        let isGiven = sheet.contents.subjects[tensor].isGiven
        return StyledText(isGiven ? "given " : "stored ", .muted)
      }
      return damage.map { StyledText(TensorWords.signalToNoise($0), .strong) } ?? waiting
    case .meanSquaredError: return scientific(damage?.meanSquaredError)
    case .maximumError: return scientific(damage?.maximumAbsoluteError)
    case .name, .picture, .bar: return ""
    }
  }

  private func scientific(_ value: Double?) -> StyledText {
    value.map { StyledText(NumberText.scientific($0, significant: 3)) } ?? ""
  }
}
