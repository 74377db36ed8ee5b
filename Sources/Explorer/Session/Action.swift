/// What a key asks for, free of which key it is.
enum Action: Hashable, Sendable {
  /// Something of the tensor on the desk.
  case desk(DeskAction)
  /// Something that only the screen knows that is on.
  case screen(ScreenAction)
  /// Show a screen.
  case show(ScreenName)
  /// Go back to the list of tensors, if there is one.
  case back
  /// Put another tensor on the desk, so many further on.
  case neighbour(Int)
  /// The next thing that elements may share an encoding by.
  case cycleGranularity
  /// The next axis of channels or groups.
  case nextAxis
  /// Type the value of the active threshold.
  case typeThreshold
  /// Type a command.
  case command
  /// Open the export dialog.
  case export
  /// Open the export dialog for all tensors that are tuned.
  case worksheet
  /// Show the keys.
  case help
  /// Leave.
  case quit
  /// Leave at once, unless something would be lost.
  case interrupt
  /// Give the terminal back to the shell.
  case suspend
  /// Close what lies over the screen.
  case dismiss
  /// Agree: apply the line, save, yes.
  case accept
  /// Show text further down.
  case scroll(Int)
  /// Another format of the export.
  case format(Int)
  /// The other tensors of the export: the one on the desk, or all that are tuned.
  case otherScope
  /// Make the line being typed what is suggested.
  case complete
  /// Change the line being typed.
  case edit(LineEditor.Edit)
}

/// An action of one screen, of the type that this screen has for its actions.
struct ScreenAction: Hashable, Sendable {
  /// The action.
  let value: any Hashable & Sendable

  /// An action of a screen.
  init(_ value: some Hashable & Sendable) {
    self.value = value
  }

  static func == (first: ScreenAction, second: ScreenAction) -> Bool {
    AnyHashable(first.value) == AnyHashable(second.value)
  }

  func hash(into hasher: inout Hasher) {
    value.hash(into: &hasher)
  }
}
