import Foundation
import Glibc
import NcursesBackend
import TerminalScreen
import TestSupport
import Testing

// A process has one screen and one set of signal handlers, so these run one after the other.
@Suite("NcursesTerminal", .serialized)
struct NcursesTerminalTests {
  @Test("the terminal has its modes and its screen back when the value goes")
  func restored() throws {
    let pseudo = try PseudoTerminal()
    let before = pseudo.modes
    do {
      var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
      terminal.draw(Canvas(size: terminal.size))
      #expect(pseudo.modes != before)
      #expect(pseudo.takeSent().contains("\u{1B}[?1049h"))
    }
    #expect(pseudo.modes == before)
    let sent = pseudo.takeSent()
    #expect(sent.contains("\u{1B}[?1049l"))
    #expect(sent.contains("\u{1B}[?25h"))
  }

  @Test("the screen has the terminal's size, UTF-8 glyphs and 256 colours")
  func capabilities() throws {
    let pseudo = try PseudoTerminal(columns: 30, rows: 7)
    let terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    let (size, capabilities) = (terminal.size, terminal.capabilities)
    #expect(size == ScreenSize(columns: 30, rows: 7))
    #expect(capabilities == TerminalCapabilities(glyphs: .unicode, colour: .extended))
  }

  @Test("keys come out as typed, whatever sequence the terminal sends for them")
  func keys() throws {
    let pseudo = try PseudoTerminal()
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    pseudo.type("q\u{1B}OA\u{1B}[1;2D\u{1B}[Z\r\n\u{7F}\u{8}\té\u{3}\u{1A}\u{1B}[5~\u{1B}[1;5C")
    let expected: [Key] = [
      .character("q"), .arrow(.up, shift: .up), .arrow(.left, shift: .down), .backTab, .enter,
      .enter, .backspace, .backspace, .tab, .character("é"), .control("c"), .control("z"),
      .pageUp, .arrow(.right, shift: .up),
    ]
    for key in expected {
      let event = terminal.nextEvent()
      #expect(event == .key(key))
    }
    let last = terminal.pendingEvent()
    #expect(last == nil)
  }

  @Test("pastes are marked while the screen is open, and one event each")
  func paste() throws {
    let pseudo = try PseudoTerminal()
    do {
      var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
      #expect(pseudo.takeSent().contains("\u{1B}[?2004h"))
      pseudo.type("\u{1B}[200~Let us\rsee \u{1B}OA層\r\u{1B}[201~q\u{1B}[200~\u{1B}[201~")
      for key in [Key.paste("Let us see 層"), .character("q"), .paste("")] {
        let event = terminal.nextEvent()
        #expect(event == .key(key))
      }
    }
    #expect(pseudo.takeSent().contains("\u{1B}[?2004l"))
  }

  @Test("a paste without an end is over at Escape")
  func pasteWithoutEnd() throws {
    let pseudo = try PseudoTerminal()
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    pseudo.type("\u{1B}[200~yes")
    let nothing = terminal.pendingEvent()
    #expect(nothing == nil)
    pseudo.type("q\u{1B}")
    let pasted = terminal.nextEvent()
    pseudo.type("q")
    let key = terminal.nextEvent()
    #expect(pasted == .key(.paste("yesq")))
    #expect(key == .key(.character("q")))
  }

  // In a process of its own: ncurses is told by the environment, which all tests share.
  @Test("of a terminal that says it is huge a part is drawn on")
  func hugeSize() async throws {
    let pseudo = try PseudoTerminal(columns: .max, rows: .max)
    await #expect(processExitsWith: .success) { [path = pseudo.path as String] in
      let descriptor = open(path, O_RDWR | O_NOCTTY)
      let place = TerminalPlace(
        input: descriptor, output: descriptor, terminalType: "xterm-256color", locale: "C.UTF-8")
      var terminal = try NcursesTerminal(options: TerminalOptions(), place: place)
      let size = terminal.size
      #expect(size == ScreenSize(columns: 1000, rows: 1000))
      var next = winsize(ws_row: 10, ws_col: 2000, ws_xpixel: 0, ws_ypixel: 0)
      #expect(ioctl(descriptor, UInt(TIOCSWINSZ), &next) == 0)
      kill(getpid(), SIGWINCH)
      let event = terminal.nextEvent()
      #expect(event == .resized(ScreenSize(columns: 1000, rows: 10)))
    }
  }

  @Test("a character whose bytes arrive one by one is one key")
  func trickle() throws {
    let pseudo = try PseudoTerminal()
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    pseudo.typeByte(0xE2)
    let afterOne = terminal.pendingEvent()
    pseudo.typeByte(0x82)
    let afterTwo = terminal.pendingEvent()
    pseudo.typeByte(0xAC)
    let afterThree = terminal.nextEvent()
    #expect(afterOne == nil)
    #expect(afterTwo == nil)
    #expect(afterThree == .key(.character("€")))
  }

  @Test("only what changed is sent, and nothing when nothing did")
  func difference() throws {
    let pseudo = try PseudoTerminal()
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    var canvas = Canvas(size: terminal.size, fill: Cell("x"))
    terminal.draw(canvas)
    #expect(pseudo.takeSent().contains("xxxx"))
    terminal.draw(canvas)
    #expect(pseudo.takeSent().isEmpty)
    canvas[column: 3, row: 2] = Cell("漢")
    canvas[column: 4, row: 2] = .continuation
    terminal.draw(canvas)
    let sent = pseudo.takeSent()
    #expect(sent.contains("漢"))
    #expect(!sent.contains("xx"))
  }

  @Test("a picture is whole although something that is no key waits to be read")
  func waitingInput() throws {
    let pseudo = try PseudoTerminal(columns: 20, rows: 12)
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    terminal.draw(Canvas(size: terminal.size))
    _ = pseudo.takeSent()
    // After a sequence that no key has there is no event, so nothing would be drawn again.
    let sequence = "\u{1B}[99;99~"
    pseudo.type(sequence)
    while pseudo.unreadCount < sequence.utf8.count { sched_yield() }
    var canvas = Canvas(size: terminal.size)
    let letters = Array("abcdefghijkl")
    for (row, letter) in letters.enumerated() { canvas[column: 10, row: row] = Cell(letter) }
    terminal.draw(canvas)
    var sent = ""
    while case let more = pseudo.takeSentBytes(atMost: .max, waiting: 200), !more.isEmpty {
      sent += String(decoding: more, as: UTF8.self)
    }
    #expect(letters.allSatisfy { sent.contains($0) }, "\(sent.debugDescription)")
    let event = terminal.pendingEvent()
    #expect(event == nil)
  }

  @Test("a canvas of another size than the screen is cut off or surrounded by blanks")
  func otherSizes() throws {
    let pseudo = try PseudoTerminal(columns: 10, rows: 3)
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    terminal.draw(Canvas(size: ScreenSize(columns: 40, rows: 9), fill: Cell("x")))
    #expect(pseudo.takeSent().count { $0 == "x" } >= 1)
    terminal.draw(Canvas(size: ScreenSize(columns: 0, rows: 0), fill: Cell("x")))
    #expect(!pseudo.takeSent().contains("x"))
  }

  @Test("a new size is an event, and the whole canvas is painted in it")
  func resize() throws {
    let pseudo = try PseudoTerminal(columns: 20, rows: 5)
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    terminal.draw(Canvas(size: terminal.size, fill: Cell("x")))
    pseudo.resize(columns: 33, rows: 11)
    kill(getpid(), SIGWINCH)
    let event = terminal.nextEvent()
    let size = terminal.size
    #expect(event == .resized(ScreenSize(columns: 33, rows: 11)))
    #expect(size == ScreenSize(columns: 33, rows: 11))
    _ = pseudo.takeSent()
    terminal.draw(Canvas(size: size, fill: Cell("y")))
    #expect(pseudo.takeSent().contains("yyyy"))
  }

  @Test("calls of a worker are one event, however many there were")
  func wakeUp() async throws {
    let pseudo = try PseudoTerminal()
    let wakeUp: WakeUp
    do {
      var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
      wakeUp = terminal.wakeUp
      let worker = Thread { for _ in 0..<100_000 { wakeUp.signal() } }
      worker.start()
      let event = terminal.nextEvent()
      #expect(event == .wokenUp)
      pseudo.type("q")
      var next = terminal.nextEvent()
      while next == .wokenUp { next = terminal.nextEvent() }
      #expect(next == .key(.character("q")))
    }
    // The terminal is gone, and the worker does not know.
    wakeUp.signal()
  }

  @Test(
    "a signal that ends a program is the last event, and stays it",
    arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
  func ended(signal: Int32) throws {
    let pseudo = try PseudoTerminal()
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    kill(getpid(), signal)
    let first = terminal.nextEvent()
    let second = terminal.nextEvent()
    #expect(first == .ended(.signal(signal)))
    #expect(second == .ended(.signal(signal)))
  }

  @Test(
    "a terminal that goes away is a hang-up, in the middle of a key too",
    arguments: ["", "\u{1B}[1", "\u{1B}"])
  func hangUp(typed: String) throws {
    let pseudo = try PseudoTerminal()
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    pseudo.type(typed)
    pseudo.hangUp()
    let event = terminal.nextEvent()
    #expect(event == .ended(.hangUp))
    terminal.draw(Canvas(size: terminal.size, fill: Cell("x")))
  }

  @Test("a mouse that was asked for is reported, and let go at the end")
  func mouse() throws {
    let pseudo = try PseudoTerminal()
    do {
      var terminal = try NcursesTerminal(
        options: TerminalOptions(mouse: .on), place: pseudo.place())
      terminal.draw(Canvas(size: terminal.size))
      #expect(pseudo.takeSent().contains("\u{1B}[?1002h"))
      pseudo.type("\u{1B}[<0;5;3M\u{1B}[<32;7;3M\u{1B}[<0;7;3m\u{1B}[<64;7;3M\u{1B}[<65;7;3M")
      let expected: [Key.MouseAction] = [.press, .drag, .release, .wheelUp, .wheelDown]
      for action in expected {
        let event = terminal.nextEvent()
        #expect(event == .key(.mouse(action, column: action == .press ? 4 : 6, row: 2)))
      }
    }
    #expect(pseudo.takeSent().contains("\u{1B}[?1002l"))
  }

  @Test("a mouse that was not asked for is left to the terminal")
  func noMouse() throws {
    let pseudo = try PseudoTerminal()
    var terminal = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    terminal.draw(Canvas(size: terminal.size))
    #expect(!pseudo.takeSent().contains("\u{1B}[?100"))
  }

  @Test(
    "a terminal that cannot be drawn on is refused by name",
    arguments: [
      (nil, TerminalError.terminalTypeNotSet),
      ("", .terminalTypeNotSet),
      ("no-such-terminal", .terminalTypeUnknown("no-such-terminal")),
      ("dumb", .terminalTypeCannotPlaceText("dumb")),
    ])
  func refused(type: String?, error: TerminalError) throws {
    let pseudo = try PseudoTerminal()
    let before = pseudo.modes
    #expect(throws: error) {
      _ = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place(terminalType: type))
    }
    #expect(pseudo.modes == before)
    #expect(pseudo.takeSent().isEmpty)
  }

  @Test("what is not a terminal is refused, and so is a second screen")
  func refusedDescriptors() throws {
    let pseudo = try PseudoTerminal()
    let file = open("/dev/null", O_RDWR)
    defer { close(file) }
    var place = pseudo.place()
    place.input = file
    #expect(throws: TerminalError.inputNotATerminal) {
      _ = try NcursesTerminal(options: TerminalOptions(), place: place)
    }
    place = pseudo.place()
    place.output = file
    #expect(throws: TerminalError.outputNotATerminal) {
      _ = try NcursesTerminal(options: TerminalOptions(), place: place)
    }
    let first = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    #expect(throws: TerminalError.alreadyOpen) {
      _ = try NcursesTerminal(options: TerminalOptions(), place: pseudo.place())
    }
    var open = first
    open.draw(Canvas(size: open.size, fill: Cell("x")))
    #expect(pseudo.takeSent().contains("xxxx"))
  }
}
