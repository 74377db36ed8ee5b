internal import NumberFormats
internal import TerminalScreen

extension TensorsScreen {
  /// The columns for the rows as they are.
  func columns(_ sheet: Worksheet) -> TensorColumns {
    TensorColumns(
      columns: sheet.size.columns,
      TensorColumns.Needs(
        longestName: max(longestName, 12), longestShape: longestShape,
        longestStorage: longestStorage,
        longestCounterpart: sheet.contents.comparedWith == nil ? nil : longestCounterpart,
        hasFlags: findings.hasFlags,
        longestChoice: planAnswer.map { _ in plan?.formats.map(\.name.count).max() ?? 0 },
        hasBits: sheet.setup.format != nil || planAnswer != nil))
  }

  /// Whether all of some tensors were measured that can be.
  func isMeasured(_ members: Range<Int>, _ sheet: Worksheet) -> Bool {
    let damages = findings.damages(by: sheet.setup.rule)
    return members.allSatisfy { tensor in
      !damages.isEmpty && damages[tensor] != nil || findings.unread[tensor] != nil
        || sheet.contents.subjects[tensor].obstacle != nil
    }
  }

  /// Which rows are on the screen, what they are sorted by, and what is marked.
  func position(_ layout: TensorsLayout, _ sheet: Worksheet) -> StyledText {
    var parts = positionParts(layout, sheet)
    func joined() -> StyledText { .joined(parts, by: StyledText(" · ", .muted)) }
    // Where there is no room for all, the order goes first, which was said when it was chosen.
    while joined().columns > layout.position.columns - 2, parts.count > 1 { parts.removeFirst() }
    return joined()
  }

  private func positionParts(_ layout: TensorsLayout, _ sheet: Worksheet) -> [StyledText] {
    let room = layout.rows.rows
    let last = min(top + room, rows.count)
    var parts = [
      StyledText(order.words(isComparison: sheet.contents.comparedWith != nil), .muted)
    ]
    if threshold != nil { parts.append(TensorWords.below(self, sheet)) }
    if !search.isEmpty {
      let found = rows.count { $0.tensor != nil }
      parts.insert(
        StyledText("/\(DisplayText(search).string)", .accent)
          + StyledText(" \(NumberText.count(found)) found", .muted), at: 0)
    }
    if !marked.isEmpty {
      let bytes = marked.reduce(0) { total, tensor in
        let (sum, overflow) = total.addingReportingOverflow(
          sheet.contents.subjects[tensor].byteCount)
        return overflow ? Int.max : sum
      }
      parts.append(
        StyledText("• \(NumberText.count(marked.count)) marked", .accent)
          + StyledText(" \(TensorWords.trimmed(bytes))", .muted))
    }
    if rows.count > room {
      parts.append(
        StyledText(
          "\(NumberText.count(top + 1))…\(NumberText.count(last)) of "
            + NumberText.count(rows.count), .muted))
    }
    return parts
  }
}
