extension Report {
  /// The rows as one aligned table, which is also Markdown.
  var table: String {
    let header = ["row", "aim", "measured", "min…max", "against the baseline", "met", "on"]
    let cells = [header] + rows.map(\.cells)
    let widths = header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
    let rule = widths.map { String(repeating: "-", count: $0) }
    return ([cells[0], rule] + cells.dropFirst()).map { row in
      "| "
        + row.indices.map { column in
          row[column] + String(repeating: " ", count: widths[column] - row[column].count)
        }.joined(separator: " | ") + " |\n"
    }.joined()
  }
}

extension Report.Line {
  /// What stands in the columns.
  fileprivate var cells: [String] {
    guard let finding else {
      return [row, aimText, "", "", "", "", "\(title): not measured, \(notMeasured ?? "")"]
    }
    let spread =
      finding.measured.count > 1
      ? "\(unit.text(finding.measured.least))…\(unit.text(finding.measured.greatest))" : ""
    return [
      row, aimText, unit.text(finding.measured.median), spread, ratioText,
      isMet.map { $0 ? "yes" : "no" } ?? "", "\(title): \(finding.material)",
    ]
  }

  private var aimText: String {
    guard let aim else { return "" }
    return [
      aim.measuredAtMost.map { "≤ \(unit.text($0))" },
      aim.measuredAtLeast.map { "≥ \(unit.text($0))" },
      aim.ratioAtMost.map { "≤ \(Unit.times.text($0))" },
      aim.ratioAtLeast.map { "≥ \(Unit.times.text($0))" },
    ].compactMap(\.self).joined(separator: ", ")
  }

  private var ratioText: String {
    guard let finding, let ratio = finding.ratio, let title = finding.baseline,
      let seconds = finding.baselineSeconds
    else { return "" }
    let word = finding.ratioCounting == .faster ? "faster than" : "of"
    return
      "\(Unit.times.text(ratio.median)) \(word) \(title) (\(Unit.seconds.text(seconds.median)))"
  }
}
