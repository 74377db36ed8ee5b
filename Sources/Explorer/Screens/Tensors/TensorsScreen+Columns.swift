internal import TerminalScreen

extension TensorsScreen {
  /// The columns for the rows as they are.
  func columns(_ sheet: Worksheet) -> TensorColumns {
    TensorColumns(
      columns: sheet.size.columns, longestName: max(longestName, 12),
      longestShape: longestShape, longestStorage: longestStorage)
  }

  /// The damage of the worst tensor of a group that was measured; nil if none was.
  func worst(of group: Int, _ sheet: Worksheet) -> Glance.Damage? {
    guard let members = groups?.groups[group].members else { return nil }
    return worstTensor(in: members, sheet).flatMap {
      findings.damage(of: $0, by: sheet.setup.inForce)
    }
  }

  /// The worst of some tensors, of those that were measured; nil if none was.
  func worstTensor(in members: Range<Int>, _ sheet: Worksheet) -> Int? {
    let damages = findings.damages(by: sheet.setup.inForce)
    guard !damages.isEmpty else { return nil }
    var worst: (tensor: Int, badness: Double)?
    for tensor in members {
      guard !sheet.startsAsStored(tensor), let badness = damages[tensor]?.badness,
        badness > worst?.badness ?? -.infinity
      else {
        continue
      }
      worst = (tensor, badness)
    }
    return worst?.tensor
  }

  /// Whether all of some tensors were measured that can be.
  func isMeasured(_ members: Range<Int>, _ sheet: Worksheet) -> Bool {
    let damages = findings.damages(by: sheet.setup.inForce)
    return members.allSatisfy { tensor in
      !damages.isEmpty && damages[tensor] != nil || findings.unread[tensor] != nil
        || sheet.contents.subjects[tensor].obstacle != nil
    }
  }

  /// Which rows are on the screen, what they are sorted by, and what is marked.
  func position(_ layout: TensorsLayout, _ sheet: Worksheet) -> StyledText {
    let room = layout.rows.rows
    let last = min(top + room, rows.count)
    var parts = [StyledText(order.words, .muted)]
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
    return .joined(parts, by: StyledText(" · ", .muted))
  }
}
