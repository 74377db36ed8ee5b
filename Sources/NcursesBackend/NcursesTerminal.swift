import CTerminalRestore
import Glibc
public import TerminalScreen

/// The terminal the program was started on, drawn by ncurses.
///
/// There is one at a time. While it lives, the signals that end, stop or resize a program are its
/// own; when it goes, the terminal and the signals are as they were. The module's README lists the
/// ways a program can end and who restores the terminal in each.
public struct NcursesTerminal: Terminal, ~Copyable {
  /// How large the screen is, as of the last event.
  public private(set) var size: ScreenSize
  /// What the screen can show.
  public let capabilities: TerminalCapabilities
  /// Wakes ``nextEvent()`` from any thread.
  public var wakeUp: WakeUp { WakeUp(pipe: wakeUpPipe) }

  let screen: CursesScreen
  let wakeUpPipe: WakeUpPipe
  var keys = KeyReader()
  /// Why the terminal says nothing more, once that is so.
  var end: TerminalEnd?
  /// Whether the size has changed since the last event, outside the event loop.
  var isResizeUnreported = false
  /// What the screen shows; nil if that is not known.
  private var shown: Canvas?

  /// Whether there is a terminal that keys can be read from: standard input, or the one that the
  /// process belongs to.
  public static var hasKeyboard: Bool { isatty(TerminalPlace.keyboard) == 1 }

  /// Opens the screen on standard output, with the keys of standard input or of the terminal that the
  /// process belongs to.
  ///
  /// - Throws: ``TerminalError``, with the terminal as it was.
  public init(options: TerminalOptions = TerminalOptions()) throws(TerminalError) {
    try self.init(options: options, place: .ofProcess())
  }

  /// Opens the screen at a place.
  package init(options: TerminalOptions, place: TerminalPlace) throws(TerminalError) {
    // The characters only: the rest of a locale would change how C code writes numbers.
    unsafe setlocale(LC_CTYPE, place.locale)
    let pipe = try WakeUpPipe()
    let opened = try CursesScreen(place: place, options: options)
    wakeUpPipe = pipe
    size = opened.size
    let colour = opened.colour
    screen = opened
    capabilities = TerminalCapabilities(
      glyphs: GlyphSet(
        choice: options.glyphs, codeset: unsafe String(cString: nl_langinfo(nl_item(CODESET)))),
      colour: colour)
  }

  /// Shows the canvas, sending only what changed.
  ///
  /// Edge cases:
  /// - A canvas larger than the screen is cut off; beside and below a smaller one there are blanks.
  /// - A character that does not fit its columns is drawn as `?` (``Canvas/printedCells(in:row:width:)``).
  public mutating func draw(_ canvas: Canvas) {
    for row in 0..<size.rows {
      guard let columns = canvas.changedColumns(inRow: row, from: shown, width: size.columns) else {
        continue
      }
      let cells = canvas.printedCells(in: columns, row: row, width: CursesScreen.width)
      screen.put(cells, row: row, column: columns.lowerBound)
    }
    screen.flush()
    shown = canvas
  }

  /// Gives the terminal back to the shell until the program is continued (Ctrl-Z and `fg`).
  ///
  /// The whole job stops, as it would for Ctrl-Z outside. After that the screen is as it was, and
  /// if its size changed meanwhile the next event says so. Does nothing visible where no shell
  /// could continue the program.
  public mutating func suspend() {
    stop(TERMINAL_RESTORE_JOB)
  }

  /// Gives the terminal back, stops, and takes it again when the process is continued.
  mutating func stop(_ reach: terminal_restore_reach) {
    screen.leave()
    terminal_restore_stop(reach)
    comeBack()
  }

  /// Takes the terminal again after others have used it, in the size it has now.
  mutating func comeBack() {
    screen.enter()
    if takeSize() { isResizeUnreported = true }
    screen.repaint()
  }

  /// Takes the size the terminal has now; true if it is another than before.
  mutating func takeSize() -> Bool {
    let measured = screen.measuredSize()
    guard measured != size else { return false }
    screen.resize(to: measured)
    size = measured
    shown = nil
    return true
  }

  /// Ends the process by the signal that asked for it, after restoring the terminal.
  ///
  /// The parent then sees the true reason; a shell shows status 128 plus the signal's number. Use
  /// it for ``TerminalEnd/signal(_:)`` when all that has to be saved is saved.
  public static func endProcess(by signal: Int32) -> Never {
    terminal_restore_die_of(signal)
  }
}
