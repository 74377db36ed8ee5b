import CNcurses
import CTerminalRestore
import Glibc
import TerminalScreen

/// A screen of ncurses from its opening to its closing, with the handlers that restore it.
///
/// Unsafe inside, safe to use: the pointers are made in `init`, freed in `deinit`, and never leave.
@safe
struct CursesScreen: ~Copyable {
  /// The colours in use.
  let colour: ColourSupport
  let place: TerminalPlace
  private let description: TerminalDescription
  private let reports: TerminalReports
  private let palette: Palette
  private let session: OpaquePointer
  private let keyStream: UnsafeMutablePointer<FILE>
  private let screenStream: UnsafeMutablePointer<FILE>
  /// Where keys are read: reading from the standard window would also draw it.
  let keyWindow: UnsafeMutablePointer<WINDOW>

  /// Opens a screen and takes the signals over.
  ///
  /// - Throws: ``TerminalError``; the terminal is then as it was.
  init(place: TerminalPlace, options: TerminalOptions) throws(TerminalError) {
    // Before anything else: looking a terminal up makes ncurses forget the one that is open.
    guard terminal_restore_is_armed() == 0 else { throw .alreadyOpen }
    guard isatty(place.input) == 1 else { throw .inputNotATerminal }
    guard isatty(place.output) == 1 else { throw .outputNotATerminal }
    guard let type = place.terminalType, !type.isEmpty else { throw .terminalTypeNotSet }
    // Curses keeps the size up to date in our hands only if the environment does not fix it.
    use_env(false)
    use_tioctl(true)
    let description = try TerminalDescription(type: type, output: place.output)
    let reports = TerminalReports(options, description)
    try Self.arm(place, restore: reports.off + description.restore)

    terminal_restore_entered()
    if let size = Self.reportedSize(place), size != size.bounded { Self.announce(size.bounded) }
    // Streams on copies of the descriptors: ncurses wants streams, and closing ours closes no other.
    guard let keyStream = unsafe fdopen(dup(place.input), "r"),
      let screenStream = unsafe fdopen(dup(place.output), "w"),
      let session = unsafe newterm(type, screenStream, keyStream),
      let keyWindow = unsafe newpad(1, 1)
    else {
      let errorNumber = errno
      terminal_restore_disarm()
      throw .refused(.startScreen, errorNumber: errorNumber)
    }
    // Nothing throws from here on: a noncopyable value is whole before it can be torn down.
    self.place = place
    self.description = description
    self.reports = reports
    unsafe self.keyStream = keyStream
    unsafe self.screenStream = screenStream
    unsafe self.session = session
    unsafe self.keyWindow = keyWindow
    (colour, palette) = Self.preparedColours(
      ColourSupport(
        choice: options.colour, noColour: place.noColour, terminalColours: description.colours))
    unsafe Self.prepareKeys(keyWindow)
    if curs_set(0) != ERR { unsafe leaveok(cncurses_standard_window(), true) }
    send(reports.on)
  }

  deinit {
    leave()
    unsafe delwin(keyWindow)
    unsafe delscreen(session)
    unsafe fclose(keyStream)
    unsafe fclose(screenStream)
    terminal_restore_disarm()
  }

  private static func arm(_ place: TerminalPlace, restore: [UInt8]) throws(TerminalError) {
    let failure = unsafe restore.withUnsafeBufferPointer { bytes in
      unsafe terminal_restore_arm(place.input, place.output, bytes.baseAddress, bytes.count)
    }
    switch failure {
    case 0: return
    case EBUSY: throw .alreadyOpen
    default: throw .refused(.takeOver, errorNumber: failure)
    }
  }

  private static func preparedColours(_ wanted: ColourSupport) -> (ColourSupport, Palette) {
    let none = (ColourSupport.none, Palette(support: .none, terminalColours: 0))
    guard wanted != .none, start_color() != ERR, use_default_colors() != ERR else { return none }
    let palette = Palette(support: wanted, terminalColours: Int(cncurses_colour_count()))
    for (number, colour) in palette.colours {
      // Background -1 is the terminal's own.
      init_pair(Int16(number), Int16(colour), -1)
    }
    return (wanted, palette)
  }

  @unsafe private static func prepareKeys(_ window: UnsafeMutablePointer<WINDOW>) {
    raw()
    noecho()
    nonl()
    unsafe keypad(window, true)
    // Mouse reports are read by `KeyDecoder`: ncurses hands a burst of them out newest first and
    // keeps eight. Unknown to it, their first bytes come through like any others.
    define_key(nil, KEY_MOUSE)
    unsafe nodelay(window, true)
    // ncurses may stop in the middle of a picture when there is something to read, and go on with
    // the next one. What was read may be no key, and then there is no next one. Keys that come
    // faster than pictures are taken together by the event loop.
    typeahead(-1)
    // A tenth of a second is what people notice. ESCDELAY in the environment is for slow lines.
    if TerminalPlace.environment("ESCDELAY") == nil { set_escdelay(25) }
  }
}

// MARK: - Leaving and coming back

extension CursesScreen {
  /// Gives the terminal back to the shell.
  func leave() {
    guard terminal_restore_in_foreground() != 0 else {
      // Somebody else's turn: ncurses would set the modes and have us stopped for it.
      terminal_restore_now()
      return
    }
    send(reports.off)
    endwin()
    if !description.hasAlternateScreen { send(description.clearLine) }
    terminal_restore_left()
  }

  /// Takes the terminal again; ``repaint()`` is to follow when the size is known.
  func enter() {
    // Stops a process that was continued in the background, until it comes to the front.
    reset_prog_mode()
    terminal_restore_entered()
  }

  /// Paints all of the screen anew.
  func repaint() {
    unsafe clearok(cncurses_physical_screen(), true)
    unsafe wnoutrefresh(cncurses_standard_window())
    doupdate()
    send(reports.on)
  }

  /// How large the terminal is now; what ncurses believes if the terminal does not know.
  func measuredSize() -> ScreenSize {
    Self.reportedSize(place)?.bounded ?? size
  }

  /// How large the terminal says it is; nil if it does not know.
  private static func reportedSize(_ place: TerminalPlace) -> ScreenSize? {
    var size = winsize()
    guard unsafe ioctl(place.output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return ScreenSize(columns: Int(size.ws_col), rows: Int(size.ws_row))
  }

  /// Has ncurses begin with another size than the terminal says.
  private static func announce(_ size: ScreenSize) {
    use_env(true)
    use_tioctl(false)
    unsafe setenv("COLUMNS", "\(size.columns)", 1)
    unsafe setenv("LINES", "\(size.rows)", 1)
  }

  /// How large ncurses believes the terminal to be.
  var size: ScreenSize {
    let window = unsafe cncurses_standard_window()
    return unsafe ScreenSize(columns: Int(getmaxx(window)), rows: Int(getmaxy(window)))
  }

  /// Tells ncurses of a new size.
  ///
  /// What an emulator leaves on the screen after a change of size is anybody's guess, so all of it
  /// is painted at the next flush.
  func resize(to size: ScreenSize) {
    resize_term(Int32(clamping: size.rows), Int32(clamping: size.columns))
    unsafe clearok(cncurses_physical_screen(), true)
  }

  private func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes {
        unsafe write(place.output, $0.baseAddress, $0.count)
      }
      guard sent > 0 || errno == EINTR || errno == EAGAIN else { return }
      rest = rest.dropFirst(max(sent, 0))
    }
  }
}

// MARK: - Drawing

extension CursesScreen {
  /// Puts characters on the window, where they wait for the next flush.
  ///
  /// Cells are stored as they are: nothing wraps or scrolls, in the last column of the last row
  /// neither, and what lies past the right edge is cut off.
  func put(_ cells: [PrintedCell], row: Int, column: Int) {
    let palette = palette
    let stored = cells.map { Self.stored($0, palette) }
    unsafe mvwadd_wchnstr(
      cncurses_standard_window(), Int32(clamping: row), Int32(clamping: column), stored,
      Int32(clamping: stored.count))
  }

  /// Sends what the terminal does not show yet.
  func flush() {
    // Where the cursor cannot be hidden it waits in the last row.
    unsafe wmove(cncurses_standard_window(), getmaxy(cncurses_standard_window()) - 1, 0)
    unsafe wnoutrefresh(cncurses_standard_window())
    doupdate()
  }

  /// How many columns the terminal draws a character in, as the C library has it; -1 if it cannot.
  static func width(of character: Character) -> Int {
    if let ascii = character.asciiValue { return (32...126) ~= ascii ? 1 : -1 }
    var width = 0
    for (index, scalar) in character.unicodeScalars.enumerated() {
      let columns = Int(wcwidth(wchar_t(scalar.value)))
      if columns < 0 { return -1 }
      if index == 0 { width = columns }
    }
    return width
  }

  /// A character as ncurses stores it.
  private static func stored(_ cell: PrintedCell, _ palette: Palette) -> cchar_t {
    var stored = cchar_t()
    var text: [wchar_t] = []
    for scalar in cell.character.unicodeScalars.prefix(Int(CCHARW_MAX)) {
      text.append(wchar_t(scalar.value))
    }
    text.append(0)
    let paint = palette.paint(for: cell.style.role)
    let isBold = cell.style.isBold || paint.isBold
    var attributes: attr_t = 0
    if isBold { attributes |= cncurses_bold() }
    // Bold and dim at once is undefined.
    if paint.isDim && !isBold { attributes |= cncurses_dim() }
    if cell.style.isReversed { attributes |= cncurses_reverse() }
    let pair = paint.colour == nil ? 0 : Int16(cell.style.role.number)
    unsafe setcchar(&stored, text, attributes, pair, nil)
    return stored
  }
}

extension ScreenSize {
  /// The part that is drawn on: a terminal may say that it is as large as it likes, and each cell
  /// takes memory and time.
  fileprivate var bounded: ScreenSize {
    ScreenSize(columns: min(columns, 1000), rows: min(rows, 1000))
  }
}
