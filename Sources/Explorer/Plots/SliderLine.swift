internal import TerminalScreen

/// One slider: where a threshold is, what was asked, and what it comes to.
struct SliderLine: Hashable, Sendable {
  /// `min` or `max`.
  let label: String
  /// Whether the arrows move it.
  let isActive: Bool
  /// Where the knob is, as a share of the track; nil if there is nothing to move.
  let share: Double?
  /// The value that was asked for.
  let asked: String
  /// The nearest bound of the representable range.
  let representable: String

  /// How many columns stand left of the track.
  static let labelColumns = 6
  /// How many columns a value takes.
  static let valueWidth = 11

  /// How many columns stand right of the track in a row of a width.
  static func valueColumns(rowColumns: Int) -> Int {
    2 * valueWidth + 4 + (hasWord(rowColumns) ? 15 : 0)
  }

  /// The part of a slider's row that stands for values.
  static func track(in row: Rect) -> Rect {
    var rest = row
    _ = rest.cutLeft(labelColumns)
    _ = rest.cutRight(valueColumns(rowColumns: row.columns))
    return rest.inset(columns: 1, rows: 0)
  }

  /// Whether there is room for the word that says what the second value is.
  static func hasWord(_ rowColumns: Int) -> Bool {
    rowColumns >= ScreenShape.smallestFull.columns
  }
}
