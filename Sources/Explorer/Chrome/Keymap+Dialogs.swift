internal import TerminalScreen

extension Keymap {
  /// The keys of the table of calibrators.
  static let calibratorLines = [
    Line(
      .calibrators, in: [.calibrators],
      [
        (.arrow(.up, shift: .up), .row(-1)), (.arrow(.down, shift: .up), .row(1)),
        (.character("k"), .row(-1)), (.character("j"), .row(1)),
      ], "select a calibrator", hint: "select"),
    Line(
      .calibrators, in: [.calibrators], [(.enter, .takeRow)],
      "take its range, for every block", hint: "take"),
    Line(
      .calibrators, in: [.calibrators], [(.character("o"), .reorder)],
      "order the rows by tool, MSE, SQNR or KL", hint: "order"),
    Line(
      .calibrators, in: [.calibrators], [(.character("x"), .explain)],
      "explain the selected row, and why it differs from the marked one", hint: "explain"),
    Line(
      .calibrators, in: [.calibrators], [(.character(" "), .markRow)],
      "mark the selected row to compare others with it", hint: "mark"),
    Line(
      .calibrators, in: [.calibrators],
      [(.character("+"), .percentile(1)), (.character("-"), .percentile(-1))],
      "a higher or a lower percentile", hint: "percentile"),
    Line(.calibrators, in: [.calibrators], [(.character("%"), .typePercentile)], "type it"),
  ]

  /// The keys that work in every view.
  static let programLines = [
    Line(
      .program, in: Place.views,
      [
        (.character("1"), .show(.explore)), (.character("2"), .show(.tradeOff)),
        (.character("3"), .show(.calibrators)),
      ], "explore, trade-off, calibrators"),
    Line(
      .program, in: Place.views, [(.character("e"), .export)], "export the encodings",
      hint: "export"),
    Line(.program, in: Place.views, [(.character(":"), .command)], "type a command (see below)"),
    Line(.program, in: Place.views, [(.character("?"), .help)], "this help", hint: "help"),
    Line(
      .program, in: Place.views, [(.character("q"), .quit)],
      "quit; asks if something tuned was not exported", hint: "quit"),
    Line(
      .program, in: Set(Place.allCases), [(.control("c"), .interrupt)],
      "quit from anywhere; asks once, a second time leaves"),
    Line(
      .program, in: Set(Place.allCases), [(.control("z"), .suspend)],
      "back to the shell; fg returns"),
    Line(.program, in: Place.views, [(.escape, .dismiss)], "clear the message"),
  ]

  /// The keys that change a line being typed.
  static let typingLines = [
    Line(
      .typing, in: Place.typing,
      [
        (.arrow(.left, shift: .up), .edit(.left)), (.arrow(.right, shift: .up), .edit(.right)),
        (.home, .edit(.toStart)), (.end, .edit(.toEnd)),
        (.control("a"), .edit(.toStart)), (.control("e"), .edit(.toEnd)),
      ], "move in the line"),
    Line(
      .typing, in: Place.typing,
      [
        (.backspace, .edit(.deleteBackward)), (.delete, .edit(.deleteForward)),
        (.control("w"), .edit(.deleteWord)), (.control("u"), .edit(.clear)),
      ], "delete a character, a word, all"),
    Line(.typing, in: [.entry], [(.enter, .accept)], "apply", hint: "apply"),
    Line(.typing, in: [.entry], [(.escape, .dismiss)], "leave it as it was", hint: "cancel"),
  ]

  /// The keys of the dialogs.
  static let dialogLines = [
    Line(.dialogs, in: [.export], [(.enter, .accept)], "save the file", hint: "save"),
    Line(
      .dialogs, in: [.export], [(.tab, .format(1)), (.backTab, .format(-1))],
      "another format", hint: "format"),
    Line(
      .dialogs, in: [.export, .help, .explanation],
      [
        (.arrow(.up, shift: .up), .scroll(-1)), (.arrow(.down, shift: .up), .scroll(1)),
        (.pageUp, .scroll(-10)), (.pageDown, .scroll(10)),
      ], "scroll", hint: "scroll"),
    Line(
      .dialogs, in: [.help, .explanation],
      [
        (.character("k"), .scroll(-1)), (.character("j"), .scroll(1)),
        (.character(" "), .scroll(10)), (.character("b"), .scroll(-10)),
      ], "scroll in the help and in an explanation"),
    Line(.dialogs, in: [.export], [(.escape, .dismiss)], "cancel", hint: "cancel"),
    Line(
      .dialogs, in: [.help],
      [(.escape, .dismiss), (.character("q"), .dismiss), (.character("?"), .dismiss)],
      "close the help", hint: "close"),
    Line(
      .dialogs, in: [.explanation],
      [(.escape, .dismiss), (.character("q"), .dismiss), (.character("x"), .dismiss)],
      "close the explanation", hint: "close"),
    Line(.dialogs, in: [.question], [(.character("y"), .accept)], "yes", hint: "yes"),
    Line(
      .dialogs, in: [.question],
      [(.character("n"), .dismiss), (.escape, .dismiss), (.character("q"), .dismiss)],
      "no", hint: "no"),
  ]

  /// A key as the help spells it.
  static func spelling(of key: Key) -> String {
    switch key {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let character): "Ctrl-" + character.uppercased()
    case .arrow(let direction, let shift):
      (shift == .down ? "Shift-" : "") + spelling(of: direction)
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .delete: "Delete"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .mouse: "mouse"
    }
  }

  private static func spelling(of direction: Key.Direction) -> String {
    switch direction {
    case .left: "←"
    case .right: "→"
    case .up: "↑"
    case .down: "↓"
    }
  }
}
