import Foundation
import TestSupport
import Testing

@Suite("TerminalSession, which drives whole programs in other tests")
struct TerminalSessionTests {
  @Test("a session shows what its command prints, takes keys and knows how the command ended")
  func lifetime() throws {
    let session = try TerminalSession(
      ["sh", "-c", #"echo "it's $TERM"; read word; echo "<$word>"; exit 7"#],
      columns: 40, rows: 6, terminalType: "vt100")
    try session.waitFor("the type of the terminal") { $0.contains("it's vt100\n") }
    try session.type("Enter")
    try session.send("Enter")
    #expect(try session.waitForEnd() == 7)
    #expect(try session.capture().contains("<Enter>"))
    #expect(try session.isRestored())
  }

  @Test("a session hears of a new size")
  func resize() throws {
    let session = try TerminalSession(
      ["sh", "-c", "stty size; read _; stty size; read _"], columns: 40, rows: 6)
    try session.waitFor("the first size") { $0.contains("6 40") }
    try session.resize(columns: 50, rows: 9)
    try session.send("Enter")
    try session.waitFor("the second size") { $0.contains("9 50") }
  }

  @Test("a terminal left in disorder is not restored, and a signal reaches the command")
  func disorder() throws {
    let session = try TerminalSession(
      ["sh", "-c", #"stty -echo; printf '\033[?25l'; echo ready; exec cat"#], columns: 40, rows: 6)
    try session.waitFor("ready") { $0.contains("ready") }
    try session.signal(15)
    #expect(try session.waitForEnd() == 143)
    #expect(try !session.isRestored())
  }

  @Test("a command's output, errors and ending are kept apart")
  func subprocess() throws {
    let result = try Subprocess(["sh", "-c", "cat; echo no >&2; exit 3"], input: Data("yes".utf8))
    #expect(result.outputText == "yes")
    #expect(result.errorText == "no\n")
    #expect(result.ending == .exited(3))
    #expect(try Subprocess(["sh", "-c", "kill -9 $$"]).ending == .killed(by: 9))
    #expect(try Subprocess(["no-such-command"]).ending == .exited(127))
  }
}
