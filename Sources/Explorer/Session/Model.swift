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
  /// Which of the screens the mouse was pressed on and not released.
  var pressedScreen: Int?
  /// What lies over the screen and has the keyboard.
  var overlay: Overlay?

  /// An explorer of a tensor that is yet to be loaded.
  public init(subject: Subject, setup: Setup, size: ScreenSize) {
    formats = setup.formats
    sheet = Worksheet(size: size, desk: Desk(subject, setup))
    onScreen = screens.firstIndex { $0.name == .explore } ?? 0
  }

  /// The tensor.
  public var subject: Subject { sheet.desk.subject }
  /// How large the screen is.
  public var size: ScreenSize { sheet.size }

  /// The screen that is on.
  var screen: any Screen { screens[onScreen] }

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

  /// What is to be done first: load the tensor.
  public mutating func start() -> [Effect] {
    [sheet.desk.load(&sheet.tickets)]
  }
}
