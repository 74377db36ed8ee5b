public import TerminalScreen

/// Everything the explorer knows: the whole of its state, as a value.
///
/// The program makes one, carries out ``start()``'s effects, and from then on gives it each message
/// and carries out the effects that come back; whenever it likes it draws ``canvas(_:)``.
public struct Model: Sendable {
  /// The formats that encodings can be exported in.
  let formats: [ExportFormat]
  /// What all screens work on.
  var sheet: Worksheet
  /// The screens, each with what it alone knows.
  var screens = ScreenList.all
  /// Which of the screens is on.
  var onScreen: Int
  /// Which of those about the tensor on the desk was on last.
  var deskScreen: Int
  /// Which of the screens the mouse was pressed on and not released.
  var pressedScreen: Int?
  /// What lies over the screen and has the keyboard.
  var overlay: Overlay?

  /// Whether what is instant was measured since the last message.
  var isSettled = false

  /// An explorer of what was opened.
  ///
  /// - Parameters:
  ///   - contents: the tensors.
  ///   - opened: the tensor to begin with; nil for the list of them, where there are several.
  ///   - setup: what each tensor starts with.
  ///   - size: how large the screen is.
  /// - Precondition: `opened` is a position in `contents`.
  public init(contents: Contents, opened: Int? = nil, setup: Setup, size: ScreenSize) {
    formats = setup.formats
    sheet = Worksheet(contents, setup, position: opened ?? 0, size: size)
    deskScreen = screens.firstIndex { $0.name == .explore } ?? 0
    onScreen = deskScreen
    if let note = contents.notes.first {
      let others = contents.notes.count - 1
      sheet.say(others == 0 ? note : "\(note), and \(others) more")
    }
    guard opened == nil, contents.isList else { return }
    onScreen = listScreen ?? deskScreen
    if let first = contents.unread.first {
      let count = contents.unread.count
      sheet.say(
        count == 1
          ? "not read: \(first)" : "\(count) files were not read, see the end: \(first)", .bad)
    }
  }

  /// The tensor on the desk.
  public var subject: Subject { sheet.desk.subject }
  /// How large the screen is.
  public var size: ScreenSize { sheet.size }

  /// The screen that is on.
  var screen: any Screen { screens[onScreen] }
  /// The screen that is about no tensor but all of them.
  var listScreen: Int? { screens.firstIndex { $0.deskUse == .none } }

  /// Where a key is pressed now.
  var place: Place {
    switch overlay {
    case .help: .help
    case .explanation: .explanation
    case .entry: .entry
    case .export(let dialog):
      if case .confirming = dialog.stage { .question } else { .export }
    case .confirmQuit: .question
    case nil: .screen(screen.name)
    }
  }

  /// What is to be done first: load the tensor, or look at the first ones of the list.
  public mutating func start() -> [Effect] {
    let kept =
      sheet.contents.isList
      ? [Effect.listKept(sheet.tickets.issue(.kept, for: .session))] : []
    return kept
      + (screen.deskUse == .none
        ? screens[onScreen].prepare(&sheet) : [sheet.desk.load(&sheet.tickets)])
  }
}
