internal import QuantizationEngine
internal import TerminalScreen

/// The letters of the calibrators in a row of a picture, no two in one column.
struct LetterRow: Hashable, Sendable {
  /// The letters, from left to right.
  let marks: [PlotMark]
  /// The letter of the selected calibrator; nil if it is not in sight.
  let selected: PlotMark?

  /// The letters over an axis.
  ///
  /// - Parameters:
  ///   - calibrators: the calibrators with their ranges.
  ///   - selection: the one that is drawn strongly, and placed first.
  ///   - axis: the axis that they stand over.
  ///   - place: the value at which a range has its letter.
  init(
    _ calibrators: [CalibratorMark], selection: Int, axis: Axis,
    place: (ClippingRange) -> Double
  ) {
    var taken: [Int: PlotMark] = [:]
    var selected: PlotMark?
    // The selected one first, so that it stands where it belongs.
    for row in [selection] + calibrators.indices.filter({ $0 != selection })
    where calibrators.indices.contains(row) {
      guard let value = calibrators[row].range.map(place),
        let column = axis.visibleColumn(of: value)
      else { continue }
      // Neighbours that would share a column stand side by side.
      let free = [0, 1, -1, 2, -2, 3, -3, 4, -4].map { column + $0 }.first {
        $0 >= 0 && $0 < axis.columns && taken[$0] == nil
      }
      guard let free else { continue }
      let mark = PlotMark(
        letter: calibrators[row].letter, column: free, row: 0,
        style: row == selection ? .strong : .text)
      taken[free] = mark
      if row == selection { selected = mark }
    }
    marks = taken.values.sorted { $0.column < $1.column }
    self.selected = selected
  }
}
