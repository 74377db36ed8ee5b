internal import QuantizationEngine
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

  /// Whether there is room for the word that says what the second value is.
  static func hasWord(_ rowColumns: Int) -> Bool {
    rowColumns >= ScreenShape.smallestFull.columns
  }
}

extension Model {
  /// The slider of a threshold.
  func slider(_ threshold: Threshold) -> SliderLine {
    let value = threshold.value(in: shownRange)
    let representable = reading?.measured.map {
      threshold.value(in: $0.quantizer.encoding.representableRange)
    }
    let width = reach.upperBound - reach.lowerBound
    return SliderLine(
      label: threshold.name, isActive: activeThreshold == threshold,
      share: shown == nil || width <= 0 ? nil : min(max((value - reach.lowerBound) / width, 0), 1),
      asked: shown == nil ? NumberText.missing : thresholdText(value),
      representable: representable.map(thresholdText) ?? NumberText.missing)
  }
}
