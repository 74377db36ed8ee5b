import Foundation
import Glibc
import TestSupport
import Testing

/// The program in a real terminal: each test waits for a picture, never for a time.
@Suite struct RealTerminalTests {
  private static let sample = Checkout.root.appending(path: "samples/gelu.npy").path

  private func open(
    columns: Int = 80, rows: Int = 24, terminalType: String = "tmux-256color"
  ) throws -> TerminalSession {
    try TerminalSession(
      [Program.path, Self.sample], columns: columns, rows: rows, terminalType: terminalType)
  }

  /// Waits for the first complete picture: the least MSE is known last.
  @discardableResult
  private func awaitStart(_ session: TerminalSession) throws -> String {
    try session.waitFor("the numbers") { $0.contains("over best") && $0.contains("zero-point  8") }
  }

  /// The facts on the screen, without the histograms, whose last row may still be on its way.
  private func rows(_ picture: String) -> [String] {
    picture.split(separator: "\n", omittingEmptySubsequences: false).map {
      String($0).trimmingCharacters(in: .whitespaces)
    }
  }

  @Test("it starts, and its screen is that of qviz snapshot", arguments: [(80, 24), (140, 45)])
  func start(_ columns: Int, _ rows: Int) throws {
    let expected = try Program.run([
      "snapshot", "--size", "\(columns)x\(rows)", Self.sample,
    ]).output
    let session = try open(columns: columns, rows: rows)
    try session.waitFor("the screen of qviz snapshot") { self.rows($0) == self.rows(expected) }
    try session.send("q")
    #expect(try session.waitForEnd() == 0)
  }

  @Test("a file of many gigabytes shows a sample at once, and q ends at once")
  func manyGigabytes() throws {
    let scratch = try ScratchFolder()
    let url = try scratch.newFile("sparse.bin")
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: 6 << 30)
    try handle.close()
    let session = try TerminalSession(
      [Program.path, url.path, "--memory", "64M"], columns: 80, rows: 24)
    try session.waitFor("the sample, and the progress behind it") {
      $0.contains("≈ sample") && $0.contains("65,536 of 1,610,612,736, all 0")
        && $0.contains("sketching")
        && $0.contains("B/s")
    }
    try session.send("b")
    try session.waitFor("another scheme") { $0.contains("uint7") && $0.contains("≈ sample") }
    try session.send("q", "y")
    #expect(try session.waitForEnd() == 0)
    #expect(try session.isRestored())
  }

  @Test("a file that is cut short while it is read leaves a sentence, and the screen stays")
  func cutShort() throws {
    let scratch = try ScratchFolder()
    let url = try scratch.newFile("sparse.bin")
    let handle = try FileHandle(forWritingTo: url)
    try handle.truncate(atOffset: 6 << 30)
    let session = try TerminalSession(
      [Program.path, url.path, "--memory", "64M"], columns: 120, rows: 24)
    try session.waitFor("the progress") { $0.contains("sketching") && $0.contains("B/s") }
    try handle.truncate(atOffset: 4096)
    try handle.close()
    try session.waitFor("the sentence") {
      // It is broken into lines where the path is long.
      $0.contains("this tensor cannot be shown") && $0.contains("expected 6442450944")
    }
    try session.send("q")
    #expect(try session.waitForEnd() == 65)
    #expect(try session.isRestored())
  }

  @Test("a threshold slides, a value is typed, and the numbers follow")
  func tune() throws {
    let session = try open()
    try awaitStart(session)
    for (keys, script) in [
      (["H", "H", "S-Left"], "H H S-Left"),
      (["Enter", "C-u", "2", ".", "6", "Enter"], "H H S-Left Enter C-u 2.6 Enter"),
    ] {
      for key in keys { try session.send(key) }
      let expected = try Program.run(["snapshot", "--keys", script, Self.sample]).output
      try session.waitFor("the screen after \(script)") { self.rows($0) == self.rows(expected) }
    }
  }

  @Test("it follows the size of the terminal, and waits where there is too little")
  func resize() throws {
    let session = try open()
    try awaitStart(session)
    for (columns, rows) in [(120, 40), (20, 5), (80, 24)] {
      try session.resize(columns: columns, rows: rows)
      let expected = try Program.run([
        "snapshot", "--size", "\(columns)x\(rows)", Self.sample,
      ]).output
      try session.waitFor("the screen at \(columns)x\(rows)") {
        self.rows($0) == self.rows(expected)
      }
    }
  }

  @Test("help opens and closes")
  func help() throws {
    let session = try open()
    try awaitStart(session)
    try session.send("?")
    try session.waitFor("the help") { $0.contains("move the active threshold") }
    try session.send("Escape")
    try awaitStart(session)
  }

  @Test("an export is written, and asked about before it is written again")
  func export() throws {
    let scratch = try ScratchFolder()
    let path = scratch.path("taken.json")
    let session = try open()
    try awaitStart(session)
    for attempt in 1...2 {
      try session.send("e")
      try session.waitFor("the dialog") { $0.contains("Enter saves") }
      try session.send("C-u")
      try session.type(path)
      try session.waitFor("the name") { $0.contains("taken.json") }
      try session.send("Enter")
      if attempt == 2 {
        try session.waitFor("the question") { $0.contains("yes") }
        try session.send("y")
      }
      try session.waitFor("the news") { $0.contains("saved") }
      let text = try String(contentsOfFile: path, encoding: .utf8)
      #expect(text.contains("0.0219369437") && text.contains("qviz-encodings"))
    }
    try session.send("q")
    #expect(try session.waitForEnd() == 0)
  }

  @Test("q asks if something tuned was not exported, and gives the terminal back")
  func quit() throws {
    let session = try open()
    try awaitStart(session)
    try session.send("H", "q")
    try session.waitFor("the question") { $0.contains("yes") }
    try session.send("n")
    try session.waitFor("the screen again") { $0.contains("staying") }
    try session.send("q", "y")
    #expect(try session.waitForEnd() == 0)
    #expect(try session.isRestored())
    #expect(try !session.capture().contains("representable"))
  }

  @Test("a folder begins with its list, Enter opens a tensor, Esc comes back")
  func list() throws {
    let session = try TerminalSession(
      [Program.path, "samples"], columns: 80, rows: 24, terminalType: "tmux-256color")
    try session.waitFor("the damage of all") { $0.contains("all measured") }
    try session.send("Down", "Enter")
    try session.waitFor("the desk") { $0.contains("embedding  f32") && $0.contains("over best") }
    try session.send("Escape")
    try session.waitFor("the list") { $0.contains("▸  embedding") }
    try session.send("q")
    #expect(try session.waitForEnd() == 0)
    #expect(try session.isRestored())
  }

  @Test("a signal ends it and gives the terminal back", arguments: [SIGTERM, SIGHUP, SIGINT])
  func signals(_ number: Int32) throws {
    let session = try open()
    try awaitStart(session)
    try session.signal(number)
    #expect(try session.waitForEnd() == 128 + number)
    #expect(try session.isRestored())
  }

  @Test("Ctrl-C leaves, with its own exit code")
  func interrupt() throws {
    let session = try open()
    try awaitStart(session)
    try session.send("C-c")
    #expect(try session.waitForEnd() == 130)
    #expect(try session.isRestored())
  }

  @Test("a terminal that cannot place text gets the facts as text", arguments: ["dumb", ""])
  func dumb(_ terminalType: String) throws {
    let session = try open(rows: 40, terminalType: terminalType)
    #expect(try session.waitForEnd() == 0)
    let expected = try Program.run(["measure", Self.sample]).output
    let picture = try session.capture()
    #expect(rows(picture).starts(with: rows(expected).dropLast()))
  }

  @Test("an unknown terminal is a sentence, and no picture")
  func unknownTerminal() throws {
    let session = try open(rows: 40, terminalType: "no-such-terminal")
    #expect(try session.waitForEnd() == 69)
    #expect(try session.capture().contains("qviz: "))
  }
}
