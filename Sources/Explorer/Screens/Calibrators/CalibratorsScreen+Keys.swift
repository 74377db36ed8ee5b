internal import TerminalScreen

extension CalibratorsScreen {
  var keys: [KeyLine] {
    [
      KeyLine(
        .calibrators,
        own: [
          (.arrow(.up, shift: .up), OwnAction.row(-1)), (.arrow(.down, shift: .up), .row(1)),
          (.character("k"), .row(-1)), (.character("j"), .row(1)),
        ], "select a calibrator", hint: "select"),
      KeyLine(
        .calibrators, own: [(.enter, OwnAction.takeRow)],
        "take its range, for every block", hint: "take", rank: 2),
      KeyLine(
        .calibrators, own: [(.character("o"), OwnAction.reorder)],
        "order the rows by tool, MSE, SQNR or KL", hint: "order"),
      KeyLine(
        .calibrators, own: [(.character("x"), OwnAction.explain)],
        "explain the selected row, and why it differs from the marked one", hint: "explain"),
      KeyLine(
        .calibrators, own: [(.character(" "), OwnAction.markRow)],
        "mark the selected row to compare others with it", hint: "mark"),
      KeyLine(
        .calibrators,
        own: [(.character("+"), OwnAction.percentile(1)), (.character("-"), .percentile(-1))],
        "a higher or a lower percentile", hint: "percentile"),
      KeyLine(.calibrators, own: [(.character("%"), OwnAction.typePercentile)], "type it"),
    ]
  }
}

extension KeyGroup {
  /// Keys of the table of calibrators.
  static let calibrators = KeyGroup(title: "calibrators")
}
