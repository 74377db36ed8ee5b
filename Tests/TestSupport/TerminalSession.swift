import Foundation
import Glibc

/// A command in a real terminal: tmux on a socket of its own, a clean environment, no configuration.
///
/// A test sends keys and waits for a picture, never for a time:
///
///     let session = try TerminalSession(["qviz", "tensor.bin"], columns: 80, rows: 24)
///     try session.waitFor("the float histogram") { $0.contains("float") }
///     try session.send("Right", "q")
///
/// The terminal stays when the command has ended, and shows how it ended.
public final class TerminalSession {
  /// Where the socket is: no two sessions share a server.
  private let folder: URL
  private let environment: [String: String]

  /// What went wrong with a session, with the picture at that moment.
  public enum Failure: Error, CustomStringConvertible {
    /// tmux did not do what it was asked.
    case tmux(command: String, message: String)
    /// The picture that was waited for never came.
    case neverSeen(String, picture: String)

    /// The sentence a failed test shows.
    public var description: String {
      switch self {
      case .tmux(let command, let message):
        "tmux \(command) failed: \(message)"
      case .neverSeen(let expected, let picture):
        "never saw \(expected); the screen was at last\n\(picture)"
      }
    }
  }

  /// Starts a command in a terminal.
  ///
  /// - Parameters:
  ///   - command: The program and its arguments, taken literally.
  ///   - columns: The width of the terminal.
  ///   - rows: Its height.
  ///   - terminalType: What the command finds in TERM.
  ///   - variables: What it finds in its environment beside the pinned variables.
  /// - Throws: ``Failure/tmux(command:message:)``.
  public init(
    _ command: [String], columns: Int, rows: Int, terminalType: String = "tmux-256color",
    variables: [String: String] = [:]
  ) throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "qviz-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var environment = Subprocess.pinnedEnvironment
    environment["TERM"] = "xterm-256color"
    self.environment = environment
    var inside = Subprocess.pinnedEnvironment.merging(variables) { $1 }
    inside["TERM"] = terminalType
    let variables = inside.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let line = (["env", "-i"] + variables + command).map(Self.quoted).joined(separator: " ")
    // The shell waits for the command, and holds the terminal for `capture` and `modes` after it.
    try tmux([
      "-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "\(line); echo \"\(Self.endMark) $?\"; read _",
    ])
  }

  deinit {
    _ = try? tmux(["kill-server"])
    try? FileManager.default.removeItem(at: folder)
  }

  /// Sends keys by their tmux names (`Left`, `S-Left`, `C-c`, `Escape`, `q`), one after the other.
  public func send(_ keys: String...) throws {
    try tmux(["send-keys", "-t", Self.pane] + keys)
  }

  /// Types text as it is, no names understood.
  public func type(_ text: String) throws {
    try tmux(["send-keys", "-t", Self.pane, "-l", "--", text])
  }

  /// Gives the terminal another size.
  public func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-t", Self.pane, "-x", "\(columns)", "-y", "\(rows)"])
  }

  /// The picture on the screen: rows without the blanks at their ends.
  public func capture() throws -> String {
    try tmux(["capture-pane", "-p", "-t", Self.pane])
  }

  /// The picture with its colours and attributes, as escape sequences.
  public func captureStyled() throws -> String {
    try tmux(["capture-pane", "-p", "-e", "-t", Self.pane])
  }

  /// Waits until the picture is as it should be.
  ///
  /// - Parameters:
  ///   - expected: What the picture shows then, for the message.
  ///   - isSeen: Whether a picture is the one.
  /// - Returns: The picture.
  /// - Throws: ``Failure/neverSeen(_:picture:)`` after so long that no machine is merely slow.
  @discardableResult
  public func waitFor(_ expected: String, _ isSeen: (String) throws -> Bool) throws -> String {
    let deadline = ContinuousClock.now + Self.patience
    var picture = try capture()
    while try !isSeen(picture) {
      guard ContinuousClock.now < deadline else {
        throw Failure.neverSeen(expected, picture: picture)
      }
      // Not a wait for a time: only so that tmux, too, gets the processor.
      Thread.sleep(forTimeInterval: Self.pollInterval)
      picture = try capture()
    }
    return picture
  }

  /// Waits until the command has ended.
  ///
  /// - Returns: Its exit status; 128 plus the number of the signal that killed it.
  public func waitForEnd() throws -> Int32 {
    let picture = try waitFor("the command's end") { Self.endStatus(in: $0) != nil }
    return Self.endStatus(in: picture) ?? -1
  }

  /// Whether the terminal is as a shell expects it: echo and lines on, screen and cursor back.
  public func isRestored() throws -> Bool {
    let state = try tmux([
      "display-message", "-p", "-t", Self.pane,
      "#{alternate_on} #{cursor_flag} #{mouse_any_flag} #{pane_tty}",
    ]).split(separator: " ").map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    guard state.count == 4, state[...2] == ["0", "1", "0"] else { return false }
    let modes = try Subprocess(["stty", "-F", state[3], "-a"]).outputText
      .split(whereSeparator: \.isWhitespace)
    return ["echo", "icanon", "isig", "icrnl", "ixon"].allSatisfy { modes.contains(Substring($0)) }
  }

  /// Sends a signal to the command.
  ///
  /// - Parameter number: The signal.
  /// - Throws: ``Failure/tmux(command:message:)`` if the command has ended.
  public func signal(_ number: Int32) throws {
    let shell = try tmux(["display-message", "-p", "-t", Self.pane, "#{pane_pid}"])
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let child = try String(
      contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .ascii
    )
    .trimmingCharacters(in: .whitespaces)
    guard let process = Int32(child) else {
      throw Failure.tmux(command: "signal", message: "the shell has no child: \"\(child)\"")
    }
    kill(process, number)
  }

  private static let pane = "0:0.0"
  private static let endMark = "ended with"
  private static let patience = Duration.seconds(20)
  private static let pollInterval = 0.02

  /// The status after the mark at the start of a line, if it is there.
  private static func endStatus(in picture: String) -> Int32? {
    picture.split(separator: "\n").lazy.filter { $0.hasPrefix(endMark) }.last
      .flatMap { Int32($0.dropFirst(endMark.count + 1)) }
  }

  /// A word as the shell takes it literally.
  private static func quoted(_ word: String) -> String {
    "'" + word.replacing("'", with: "'\\''") + "'"
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let result = try Subprocess(
      ["tmux", "-S", folder.appending(path: "socket").path] + arguments, environment: environment)
    guard result.ending == .exited(0) else {
      throw Failure.tmux(
        command: arguments.joined(separator: " "), message: result.errorText)
    }
    return result.outputText
  }
}
