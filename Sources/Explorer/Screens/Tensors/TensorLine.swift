internal import NumberFormats
internal import QuantizationEngine
internal import TerminalScreen

/// A row of the list in words.
struct TensorLine {
  private let row: TensorRow
  private let isSelected: Bool
  private let screen: TensorsScreen
  private let sheet: Worksheet
  /// What is known of the damage by the rule in force: of a group the worst of its tensors.
  private let damage: Damage?
  /// What is known of the damage as stored, in the same way.
  private let stored: Damage?

  /// The words of a row.
  init(_ row: TensorRow, isSelected: Bool, _ screen: TensorsScreen, _ sheet: Worksheet) {
    self.row = row
    self.isSelected = isSelected
    self.screen = screen
    self.sheet = sheet
    func known(_ kind: DamageKind) -> Damage? {
      switch row {
      case .tensor(let tensor): screen.damage(of: tensor, kind, sheet)
      case .group(let group): screen.worst(of: group, kind, sheet)
      case .line, .surplus, .unread: nil
      }
    }
    damage = known(.byRule)
    stored = sheet.contents.comparedWith == nil ? nil : known(.asStored)
  }

  /// Whether it is a tensor that only the quantized model has.
  var isSurplus: Bool {
    if case .surplus = row { true } else { false }
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
    case .group, .line, .surplus, .unread: return ""
    }
  }

  /// Why there are no numbers; nil where there are, or will be.
  var reason: String? {
    switch row {
    case .tensor(let tensor):
      (sheet.contents.subjects[tensor].obstacle ?? screen.findings.unread[tensor]).map {
        DisplayText($0).string
      }
    case .surplus(let index):
      sheet.contents.comparedWith.map { model in
        "only in \(DisplayText(model.title).string): "
          + DisplayText(model.surplus[index].reason).string
      }
    case .line, .unread: ""
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
    case .line: return ""
    case .surplus(let index):
      let name = sheet.contents.comparedWith?.surplus[index].name ?? ""
      return StyledText("+ ", style(.muted))
        + ShortName(name, columns: columns - 2, style: style(.text)).text
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
  func damageShare(_ kind: DamageKind) -> Double? {
    guard let damage = kind == .byRule ? damage : stored, damage.leftAlone == nil else {
      return nil
    }
    if damage.refusedBlockCount > 0 { return 1 }
    return damage.sqnrInDecibels.map(DamageScale.share)
  }

  /// The words of a column.
  func text(_ column: TensorColumn) -> StyledText {
    switch row {
    case .tensor(let tensor): tensorText(column, tensor)
    case .group(let group): groupText(column, group)
    case .line, .surplus, .unread: ""
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
      return marked(
        StyledText((isWhole ? "" : "≤") + TensorWords.signalToNoise(damage), .muted), damage)
    case .storedNoise:
      guard let stored else { return screen.waitsForStored(group.members, sheet) ? "…   " : "" }
      let isWhole = !screen.waitsForStored(group.members, sheet)
      return marked(
        StyledText((isWhole ? "" : "≤") + TensorWords.signalToNoise(stored), .muted), stored)
    case .flags:
      let flagged = group.members.count {
        screen.findings.storedDamage(of: $0)?.flags.isEmpty == false
      }
      return flagged > 0 ? StyledText("\(NumberText.count(flagged)) flagged", Style(.clipped)) : ""
    case .name, .storage, .picture, .counterpart, .storedBits, .storedBar, .chosen, .bits, .bar,
      .lower,
      .upper, .meanSquaredError, .maximumError:
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
      if screen.showsStored(tensor, sheet) {
        let isGiven = sheet.contents.subjects[tensor].isGiven
        return StyledText(isGiven ? "given " : "stored ", .muted)
      }
      guard let damage else { return waiting }
      if damage.leftAlone != nil {
        // The column of the plan says it already.
        return StyledText(
          screen.planAnswer == nil ? "as it is" : NumberText.missing + "   ", .muted)
      }
      return marked(StyledText(TensorWords.signalToNoise(damage), .strong), damage)
    case .chosen:
      return screen.planAnswer?.chosen[tensor].map { StyledText($0.name) }
        ?? StyledText("as it is", .muted)
    case .bits:
      guard let bits = damage?.storedBits, let count = subject.elementCount, count > 0 else {
        return ""
      }
      return StyledText(NumberText.fixed(Double(bits) / Double(count), decimals: 3))
    case .counterpart:
      guard let counterpart = subject.counterpart else {
        return StyledText("none", .muted)
      }
      return StyledText(DisplayText(counterpart.storedAs).string)
    case .storedBits:
      return StyledText(
        subject.counterpart?.bitsPerValue.map { NumberText.fixed($0, decimals: 2) } ?? "")
    case .storedNoise: return storedText(tensor)
    case .flags:
      let flags = screen.findings.storedDamage(of: tensor)?.flags ?? []
      return StyledText(flags.map(\.name).joined(separator: " "), Style(.clipped))
    case .meanSquaredError: return scientific(damage?.meanSquaredError)
    case .maximumError: return scientific(damage?.maximumAbsoluteError)
    case .name, .picture, .storedBar, .bar: return ""
    }
  }

  private func storedText(_ tensor: Int) -> StyledText {
    guard sheet.contents.subjects[tensor].counterpart != nil else {
      return StyledText(NumberText.missing + "   ", .muted)
    }
    switch screen.findings.stored(of: tensor) {
    case nil: return StyledText("…   ", .muted)
    case .unread: return StyledText("not read", Style(.clipped))
    case .compared(let stored):
      let text = marked(
        StyledText(TensorWords.signalToNoise(stored.damage), .strong), stored.damage)
      return stored.flags.isEmpty ? text : StyledText("! ", Style(.clipped, isBold: true)) + text
    }
  }

  /// A number that is below the line, with a sign where there is room for one.
  private func marked(_ text: StyledText, _ damage: Damage) -> StyledText {
    if damage.lostCount > 0 {
      let number = NumberEntry.trim(text.string)
      return StyledText(
        number.count < 7 ? "✗" + number.padded(leading: 6) : number,
        Style(.clipped, isBold: text.pieces.first?.style.isBold == true))
    }
    guard let threshold = screen.threshold, damage.isBelow(threshold) else { return text }
    let number = text.string
    let style = Style(.clipped, isBold: text.pieces.first?.style.isBold == true)
    return StyledText(number.count < 7 ? "↓" + number.padded(leading: 6) : number, style)
  }

  private func scientific(_ value: Double?) -> StyledText {
    value.map { StyledText(NumberText.scientific($0, significant: 3)) } ?? ""
  }
}
