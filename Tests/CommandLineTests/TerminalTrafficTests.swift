import Foundation
import TestSupport
import Testing

/// What goes over the line to the terminal: little for each step, and nothing late.
@Suite struct TerminalTrafficTests {
  /// What one step may cost on a screen of 80×24 (DESIGN's promise: 1.5 KB).
  private static let stepLimit = 1536

  private enum Arrow: String {
    case right = "\u{1B}[C"
    case left = "\u{1B}[D"
    case coarseRight = "\u{1B}[1;2C"
    case coarseLeft = "\u{1B}[1;2D"

    /// What `qviz snapshot --keys` calls it.
    var script: String {
      switch self {
      case .right: "Right"
      case .left: "Left"
      case .coarseRight: "S-Right"
      case .coarseLeft: "S-Left"
      }
    }
  }

  /// Starts the program and waits for its first complete picture.
  private func open(_ sample: String) throws -> WatchedProgram {
    let program = try WatchedProgram([Self.path(sample)])
    try program.awaitQuiet()
    return program
  }

  private static func path(_ sample: String) -> String {
    Checkout.root.appending(path: "samples/\(sample)").path
  }

  /// The picture that the bytes make on a terminal is that of `qviz snapshot`.
  private func expectPicture(of program: WatchedProgram, sample: String, after keys: [Arrow]) throws
  {
    let scratch = try ScratchFolder()
    // The shell that waits after `cat` keeps the end of the session off the picture.
    let terminal = try TerminalSession(
      ["bash", "-c", "cat \"$0\"; read -r", try scratch.write(program.drawn, to: "drawn")],
      columns: 80, rows: 24)
    let expected = try Program.run([
      "snapshot", "--size", "80x24", "--keys", keys.map(\.script).joined(separator: " "),
      Self.path(sample),
    ]).output
    func rows(_ picture: String) -> [String] {
      picture.split(separator: "\n", omittingEmptySubsequences: false).map {
        String($0).trimmingCharacters(in: .whitespaces)
      }
    }
    try terminal.waitFor("the screen of qviz snapshot") { rows($0) == rows(expected) }
  }

  @Test(
    "a step of a threshold costs at most 1.5 KB on a screen of 80×24",
    arguments: ["gelu.npy", "conv-weight.npy"])
  func step(_ sample: String) throws {
    let program = try open(sample)
    let keys: [Arrow] = [
      .left, .left, .right, .coarseLeft, .coarseLeft, .coarseRight, .left, .coarseLeft, .right,
    ]
    for key in keys {
      program.type(key.rawValue)
      let count = try program.awaitQuiet()
      print("\(sample): \(key.script) costs \(count) bytes")
      #expect(count <= Self.stepLimit, "\(key.script)")
    }
    try expectPicture(of: program, sample: sample, after: keys)
  }

  /// Steps to and fro, so that the threshold ends far from where it was, and not at an end.
  private static func walk(left: Int, right: Int, times: Int) -> [Arrow] {
    let turn = [Arrow](repeating: .left, count: left) + [Arrow](repeating: .right, count: right)
    return Array(repeatElement(turn, count: times).joined())
  }

  @Test("two hundred keys at once are a few pictures, and the last one is right")
  func heldKey() throws {
    let sample = "gelu.npy"
    let program = try open(sample)
    let keys = Self.walk(left: 3, right: 2, times: 40)
    program.type(keys.map(\.rawValue).joined())
    let count = try program.awaitQuiet()
    print("\(sample): 200 keys at once cost \(count) bytes")
    #expect(count < 20 * Self.stepLimit)
    try expectPicture(of: program, sample: sample, after: keys)
  }

  @Test("on a slow line the program waits rather than lags, and the last picture is right")
  func slowLine() throws {
    let sample = "gelu.npy"
    let program = try open(sample)
    let keys = Self.walk(left: 4, right: 3, times: 50)
    for key in keys {
      program.type(key.rawValue)
      program.read(atMost: 16)
    }
    try program.awaitQuiet()
    try expectPicture(of: program, sample: sample, after: keys)
  }
}
