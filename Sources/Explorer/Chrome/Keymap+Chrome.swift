internal import TerminalScreen

extension Keymap {
  /// The keys that work in every screen.
  static let programLines = [
    KeyLine(
      .program, in: screens,
      ScreenList.all.map { (.character(Character("\($0.name.number)")), .show($0.name)) },
      ScreenList.all.map(\.name.title).joined(separator: ", ")),
    KeyLine(
      .program, in: deskScreens,
      [(.character(")"), .neighbour(1)), (.character("("), .neighbour(-1))],
      "the next tensor, and the one before, in the order of the list"),
    KeyLine(
      .program, in: screens, [(.character("e"), .export)],
      "export the encodings; on the list, of every tensor that is tuned",
      hint: "export", rank: 3),
    KeyLine(
      .program, in: screens, [(.character("w"), .worksheet)],
      "export the worksheet: every tensor that is tuned, here or earlier"),
    KeyLine(.program, in: screens, [(.character(":"), .command)], "type a command (see below)"),
    KeyLine(.program, in: screens, [(.character("?"), .help)], "this help", hint: "help", rank: 0),
    KeyLine(
      .program, in: screens, [(.character("q"), .quit)],
      "quit; asks if something tuned was not exported", hint: "quit"),
    KeyLine(
      .program, in: everywhere, [(.control("c"), .interrupt)],
      "quit from anywhere; asks once, a second time leaves"),
    KeyLine(
      .program, in: everywhere, [(.control("z"), .suspend)],
      "back to the shell; fg returns"),
    KeyLine(
      .program, in: deskScreens, [(.escape, .back)],
      "clear the message; back to the scheme, then to the list of tensors"),
  ]

  /// The keys that change a line being typed.
  static let typingLines = [
    KeyLine(
      .typing, in: Place.typing,
      [
        (.arrow(.left, shift: .up), .edit(.left)), (.arrow(.right, shift: .up), .edit(.right)),
        (.home, .edit(.toStart)), (.end, .edit(.toEnd)),
        (.control("a"), .edit(.toStart)), (.control("e"), .edit(.toEnd)),
      ], "move in the line"),
    KeyLine(
      .typing, in: Place.typing,
      [
        (.backspace, .edit(.deleteBackward)), (.delete, .edit(.deleteForward)),
        (.control("w"), .edit(.deleteWord)), (.control("u"), .edit(.clear)),
      ], "delete a character, a word, all"),
    KeyLine(.typing, in: [.entry], [(.tab, .complete)], "complete, where something is suggested"),
    KeyLine(.typing, in: [.entry], [(.enter, .accept)], "apply", hint: "apply"),
    KeyLine(.typing, in: [.entry], [(.escape, .dismiss)], "leave it as it was", hint: "cancel"),
  ]

  /// The keys of the dialogs.
  static let dialogLines = [
    KeyLine(.dialogs, in: [.export], [(.enter, .accept)], "save the file", hint: "save"),
    KeyLine(
      .dialogs, in: [.export],
      [
        (.tab, .format(1)), (.backTab, .format(-1)),
        (.arrow(.down, shift: .up), .format(1)), (.arrow(.up, shift: .up), .format(-1)),
      ],
      "another format", hint: "format"),
    KeyLine(
      .dialogs, in: [.export], [(.control("t"), .otherScope)],
      "this tensor, or every one that is tuned", hint: "which"),
    KeyLine(
      .dialogs, in: [.help, .explanation],
      [(.arrow(.up, shift: .up), .scroll(-1)), (.arrow(.down, shift: .up), .scroll(1))],
      "scroll", hint: "scroll"),
    KeyLine(
      .dialogs, in: [.export, .help, .explanation],
      [(.pageUp, .scroll(-10)), (.pageDown, .scroll(10))], "scroll by ten lines"),
    KeyLine(
      .dialogs, in: [.help, .explanation],
      [
        (.character("k"), .scroll(-1)), (.character("j"), .scroll(1)),
        (.character(" "), .scroll(10)), (.character("b"), .scroll(-10)),
      ], "scroll in the help and in an explanation"),
    KeyLine(.dialogs, in: [.export], [(.escape, .dismiss)], "cancel", hint: "cancel"),
    KeyLine(
      .dialogs, in: [.help],
      [(.escape, .dismiss), (.character("q"), .dismiss), (.character("?"), .dismiss)],
      "close the help", hint: "close"),
    KeyLine(
      .dialogs, in: [.explanation],
      [(.escape, .dismiss), (.character("q"), .dismiss), (.character("x"), .dismiss)],
      "close the explanation", hint: "close"),
    KeyLine(.dialogs, in: [.question], [(.character("y"), .accept)], "yes", hint: "yes"),
    KeyLine(
      .dialogs, in: [.question],
      [(.character("n"), .dismiss), (.escape, .dismiss), (.character("q"), .dismiss)],
      "no", hint: "no"),
  ]
}

extension KeyGroup {
  /// Keys that work on every screen.
  static let program = KeyGroup(title: "program")
  /// Keys that change a line being typed.
  static let typing = KeyGroup(title: "typing")
  /// Keys of what lies over a screen.
  static let dialogs = KeyGroup(title: "export, help and questions")
}
