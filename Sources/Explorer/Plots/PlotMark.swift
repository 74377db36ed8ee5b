internal import TerminalScreen

/// A letter on a picture.
struct PlotMark: Hashable, Sendable {
  /// The letter, or another mark.
  let letter: Character
  /// Its column, counted from the first of the plot.
  let column: Int
  /// Its row, counted from the first of the plot.
  let row: Int
  /// How it is drawn.
  let style: Style
}
