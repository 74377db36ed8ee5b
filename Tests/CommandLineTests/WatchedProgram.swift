import Foundation
import TestSupport

/// The program on a terminal that the test is: it types, and sees each byte that is drawn.
final class WatchedProgram {
  /// Everything drawn so far.
  private(set) var drawn: [UInt8] = []
  private let terminal: PseudoTerminal
  private let process: SpawnedProcess

  /// What went wrong with it.
  enum Failure: Error {
    /// It has ended, and what was the last it drew.
    case ended(String)
    /// It has drawn nothing, or did not stop drawing, for so long that no machine is merely slow.
    case neverQuiet(String)
  }

  /// Starts it on a terminal of 80 columns and 24 rows.
  init(_ arguments: [String]) throws {
    terminal = try PseudoTerminal(columns: 80, rows: 24)
    var environment = Subprocess.pinnedEnvironment
    environment["TERM"] = "xterm-256color"
    environment["ASAN_OPTIONS"] = "detect_leaks=0"
    process = try SpawnedProcess(
      [Program.path] + arguments, environment: environment, terminal: terminal.path)
  }

  /// Types some bytes.
  func type(_ text: String) {
    terminal.type(text)
  }

  /// Reads a few bytes, if there are any: a line that is slow.
  func read(atMost limit: Int) {
    drawn += terminal.takeSentBytes(atMost: limit)
  }

  /// Reads until the program has drawn something and waits for the next key.
  ///
  /// - Returns: How many bytes were drawn since the last byte that was read.
  @discardableResult
  func awaitQuiet() throws -> Int {
    let start = drawn.count
    let deadline = ContinuousClock.now + .seconds(60)
    // What the program has written is on its way through the terminal for a moment.
    var calmLooks = 0
    while drawn.count == start || calmLooks < 3 {
      guard ContinuousClock.now < deadline else {
        throw Failure.neverQuiet(lastDrawn)
      }
      let sent = terminal.takeSentBytes(atMost: .max, waiting: 20)
      drawn += sent
      guard !sent.isEmpty || !hasEnded else { throw Failure.ended(lastDrawn) }
      calmLooks = sent.isEmpty && isWaiting ? calmLooks + 1 : 0
    }
    return drawn.count - start
  }

  private var lastDrawn: String { String(decoding: drawn.suffix(200), as: UTF8.self) }

  private var hasEnded: Bool { threadStates.allSatisfy { $0 == "Z" } }

  /// Whether it has read every key and all its threads sleep.
  private var isWaiting: Bool {
    terminal.unreadCount == 0 && threadStates.allSatisfy { $0 == "S" }
  }

  /// The letters by which the system says what its threads do (proc(5)).
  private var threadStates: [Character] {
    let folder = "/proc/\(process.identifier)/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return threads.compactMap { thread in
      // A thread may be gone by now.
      let status = try? String(contentsOfFile: "\(folder)/\(thread)/stat", encoding: .utf8)
      // The state follows the name, which is in parentheses and may have some of its own.
      return status.flatMap { $0[($0.lastIndex(of: ")") ?? $0.startIndex)...].dropFirst(2).first }
    }
  }
}
