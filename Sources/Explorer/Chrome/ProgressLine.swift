internal import TerminalScreen

/// How far the reading is, as it stands at the right of the status row: words, a bar, numbers.
struct ProgressLine: Hashable, Sendable {
  /// What is being done.
  let label: String
  /// How many columns the bar has.
  let barColumns: Int
  /// How much of the bar is done, from 0 to 1.
  let share: Double
  /// The numbers behind the bar.
  let numbers: String

  /// How many columns all of it has.
  var columns: Int {
    label.count + (barColumns > 0 && !label.isEmpty ? 1 : 0) + barColumns + numbers.count
  }

  /// The longest line that leaves room for what must be said beside it; nil if none does.
  init?(_ progress: LoadProgress, beside words: String?, in columns: Int) {
    let said = words.map { DisplayText.columns(of: DisplayText($0).string) + 2 } ?? 0
    let line = ProgressLine.lines(ProgressText(progress)).first {
      $0.columns + 2 + said <= columns
    }
    guard let line else { return nil }
    self = line
  }

  private init(label: String, barColumns: Int, share: Double, numbers: String) {
    self.label = label
    self.barColumns = barColumns
    self.share = share
    self.numbers = numbers
  }

  /// The lines in fewer and fewer words; what is not known yet keeps its room.
  private static func lines(_ text: ProgressText) -> [ProgressLine] {
    let rate = " " + (text.rate ?? "").padded(leading: 8)
    let rest = " " + (text.rest ?? "").padded(leading: 10)
    func line(_ label: String, _ barColumns: Int, _ numbers: String) -> ProgressLine {
      ProgressLine(label: label, barColumns: barColumns, share: text.share, numbers: numbers)
    }
    return [
      line(text.label, 30, " " + text.percent + rate + rest),
      line(text.label, 16, " " + text.percent + rate + rest),
      line(text.label, 10, " " + text.percent + rate),
      line(text.label, 0, " " + text.percent + rate),
      line(text.label, 0, " " + text.percent),
      line("", 0, text.percent),
    ]
  }
}
