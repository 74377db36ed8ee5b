internal import Calibration
internal import QuantizationEngine
internal import TerminalScreen

/// What calibrators do, chose and differ in, as lines.
struct CalibratorAccount {
  /// The tensor.
  let desk: Desk
  /// The row that the selected one is compared with.
  let marked: Int?
  /// What each calibrator chose.
  var table: CalibratorTable { desk.table }

  /// An account of the selected calibrator, beside a marked one if there is one.
  init(_ desk: Desk, marked: Int? = nil) {
    self.desk = desk
    self.marked = marked
  }

  /// The page about the selected calibrator; nil if there is none.
  func explanation(columns: Int) -> Explanation? {
    guard table.calibrators.indices.contains(table.selection) else { return nil }
    return Explanation(subject: subject, lines: lines(columns: columns))
  }

  /// What the selected calibrator does and chose; first, why that is not what the marked one chose.
  private func lines(columns: Int) -> [StyledText] {
    let selected = table.selection
    let account = account(of: selected, columns: columns)
    guard let marked, marked != selected,
      table.calibrators.indices.contains(marked)
    else {
      return account + [
        "", StyledText("Space marks a row; x on another one tells them apart.", .muted),
      ]
    }
    let differences = differences(between: selected, and: marked).flatMap { sentence in
      WrappedText.lines(of: sentence, columns: columns - 2).map { StyledText("  " + $0) }
    }
    return [StyledText("why they differ", .strong)] + differences
      + [""] + account + [""] + self.account(of: marked, columns: columns)
  }

  /// What the status line says under the page.
  private var subject: String {
    let name = table.calibrators[table.selection].name
    guard let marked, marked != table.selection else { return "about \(name)" }
    return "\(name) beside \(table.calibrators[marked].name)"
  }

  /// The name of a calibrator, what it does, and what it chose.
  private func account(of row: Int, columns: Int) -> [StyledText] {
    let mark = desk.calibratorMarks[row]
    let heading =
      StyledText("\(mark.letter)  ", .accent) + StyledText(mark.name, Style(.accent, isBold: true))
    let words = table.applied(row).explanation.flatMap { explain($0, columns: columns) }
    let outcome = outcome(of: row) + remarks(on: row, columns: columns - 2)
    return [heading] + words + [""] + outcome.map { StyledText("  ") + $0 }
  }

  /// One point of an explanation, its later lines set in.
  private func explain(_ point: String, columns: Int) -> [StyledText] {
    WrappedText.lines(of: point, columns: columns - 4).enumerated().map { index, words in
      StyledText(index == 0 ? "  · " : "    ", .muted) + StyledText(words)
    }
  }

  private func mean(_ choice: CalibrationRow.Choice) -> String {
    choice.error.meanSquaredError.map { NumberText.significant($0, 3) } ?? NumberText.missing
  }

  /// Why two choices are not the same, in sentences.
  private func differences(between first: Int, and second: Int) -> [String] {
    let names = (table.calibrators[first].name, table.calibrators[second].name)
    guard let choice = table.choice(first) else { return ["\(names.0) chose nothing to compare"] }
    guard let other = table.choice(second) else { return ["\(names.1) chose nothing to compare"] }
    guard choice.isInteger, other.isInteger else {
      return [
        "\(choice.isInteger ? names.1 : names.0) has float8 codes, so only what they cost can be"
          + " compared: an MSE of \(mean(choice)) against \(mean(other))."
      ]
    }
    let block = desk.shown?.index ?? 0
    guard let range = choice.range(ofBlock: block), let otherRange = other.range(ofBlock: block),
      let own = choice.quantizer(ofBlock: block), let others = other.quantizer(ofBlock: block)
    else {
      let missing = choice.range(ofBlock: block) == nil ? names.0 : names.1
      return ["\(missing) has no encoding for this block"]
    }
    return CalibratorDifference(
      names: names, ranges: (range, otherRange), encodings: (own.encoding, others.encoding),
      errors: (choice.error, other.error)
    ).sentences
  }
}
