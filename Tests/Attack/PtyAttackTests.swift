import Foundation
import Glibc
import TensorFiles
import TestSupport
import Testing

/// Random keys, mice, pastes, junk, sizes and signals on a terminal of the test's own.
@Suite struct PtyAttackTests {
  @Test("whatever comes, the program ends as it is told to and gives the terminal back")
  func noise() throws {
    var (bytes, sessions, peak) = (0, 0, 0)
    try Attack(name: "pty", walks: 3).run { seed, random in
      let session = try AttackedTerminal(&random)
      bytes += try session.storm(bursts: 60, &random)
      sessions += 1
      let way = AttackedTerminal.Way.random(&random)
      let ending = session.end(way)
      let told =
        "seed \(seed), \(session.command) as \(session.terminalType), \(way): \(ending.map { "\($0)" } ?? "went on")"
      #expect(session.isExpected(ending, way), "\(told)")
      #expect(session.complaints(ending) == "", "\(told)")
      #expect(way == .hangUp || session.isRestored, "\(told)")
      #expect(try session.leftNames == [], "\(told)")
      peak = max(peak, session.peakByteCount)
    }
    print("attack pty: \(sessions) sessions, \(bytes) bytes typed, at most \(peak >> 20) MB")
  }
}

/// A session of the explorer under attack.
final class AttackedTerminal {
  /// How a session is told to end.
  enum Way: Hashable {
    /// By Escape and Ctrl-C.
    case keys
    /// By a signal.
    case signal(Int32)
    /// By its terminal going away.
    case hangUp

    /// Any of them.
    static func random(_ random: inout SplitMix64) -> Way {
      switch random.next() % 8 {
      case 0..<3: .keys
      case 3: .hangUp
      case 4..<6: .signal(random.pick([SIGTERM, SIGHUP, SIGINT, SIGQUIT]) ?? SIGTERM)
      default:
        .signal(random.pick([SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGPWR, 16, 34, 50, 64]) ?? 34)
      }
    }
  }

  /// The arguments of the program.
  let command: [String]
  /// What the program finds in TERM.
  let terminalType: String
  private let folder: AttackedFolder
  private let terminal: PseudoTerminal
  private let process: SpawnedProcess
  private let freshModes: [Bool]
  private var sent: [UInt8] = []

  private static let types = [
    "xterm-256color", "xterm", "screen", "tmux-256color", "linux", "vt100", "vt220", "rxvt", "ansi",
    "no-such-terminal",
  ]

  /// Starts one on a tensor, in a terminal and with options that chance chooses.
  init(_ random: inout SplitMix64) throws {
    folder = try AttackedFolder()
    terminal = try PseudoTerminal(
      columns: UInt16(random.next() % 160 + 1), rows: UInt16(random.next() % 60 + 1))
    freshModes = terminal.modes
    terminalType = random.happens(onceIn: 20) ? "no-such-terminal" : random.pick(Self.types) ?? ""
    try folder.write(Self.deadChannel, to: "dead.npy")
    command = Self.command(in: folder, &random)
    var environment = AttackedProgram.environment(in: folder)
    environment["TERM"] = terminalType
    environment["LANG"] = random.pick(["C.UTF-8", "C", "POSIX", "", "de_DE.ISO-8859-1"]) ?? ""
    if random.happens(onceIn: 4) { environment["NO_COLOR"] = "1" }
    process = try SpawnedProcess(
      [AttackedProgram.path] + command, environment: environment, terminal: terminal.path,
      errors: folder.path("errors"), directory: folder.path)
  }

  /// Channels of which one has no value.
  private static let deadChannel: [UInt8] = {
    var values = (0..<64).map { Float($0 % 7) - 3 }
    for index in 32..<48 { values[index] = .nan }
    return NpyWriter.bytes(of: values, shape: [4, 16])
  }()

  private static func command(in folder: AttackedFolder, _ random: inout SplitMix64) -> [String] {
    var command: [String] = []
    for _ in 0...(random.happens(onceIn: 4) ? 3 : 0) {
      command.append(
        random.happens(onceIn: 8)
          ? folder.path("dead.npy") : random.pick(AttackedProgram.tensors) ?? "")
    }
    switch random.next() % 4 {
    case 0: command += ["--granularity", "channel"]
    case 1: command += ["--granularity", "group", "--group-size", "\(random.next() % 300 + 1)"]
    default: break
    }
    if random.happens(onceIn: 2) { command += ["--bits", "\(random.next() % 15 + 2)"] }
    if random.happens(onceIn: 3) { command.append("--symmetric") }
    if random.happens(onceIn: 2) { command.append("--mouse") }
    if random.happens(onceIn: 6) { command.append("--ascii") }
    if random.happens(onceIn: 6) { command += ["--memory", "64K"] }
    return command
  }

  /// Sends noise until the program ends, or for so many bursts.
  ///
  /// - Returns: how many bytes were typed.
  func storm(bursts: Int, _ random: inout SplitMix64) throws -> Int {
    var count = 0
    // Keys before the screen is there are typed too, but not all of them.
    listen(20, until: { !self.sent.isEmpty })
    for _ in 0..<bursts where !process.hasEnded {
      switch random.next() % 12 {
      case 0:
        let isHuge = random.happens(onceIn: 20)
        terminal.resize(
          columns: isHuge ? .max : UInt16(random.next() % 200),
          rows: isHuge ? .max : UInt16(random.next() % 70))
      case 1:
        for number in random.pick([
          [SIGWINCH], [SIGCONT], [SIGTSTP, SIGCONT], [SIGSTOP, SIGCONT], [SIGTTIN, SIGCONT],
          [SIGURG, SIGCHLD], [SIGPIPE], [SIGWINCH, SIGSTOP, SIGWINCH, SIGCONT],
        ]) ?? [] {
          process.signal(number)
        }
      default:
        for byte in TypedNoise.burst(&random) {
          terminal.typeByte(byte)
          count += 1
        }
      }
      listen(1, until: { random.happens(onceIn: 3) })
      if random.happens(onceIn: 6) { listen(50, until: { self.terminal.unreadCount == 0 }) }
    }
    process.signal(SIGCONT)
    return count
  }

  /// Takes what is drawn, so that the program need not wait, for so many looks or until enough.
  private func listen(_ looks: Int, until isEnough: () -> Bool) {
    for _ in 0..<looks {
      sent += terminal.takeSentBytes(atMost: .max, waiting: 10)
      // What matters is at the end, and a storm draws megabytes.
      if sent.count > 1 << 20 { sent.removeFirst(sent.count - 1 << 18) }
      if isEnough() || process.hasEnded { return }
    }
  }

  /// Tells the program to end.
  ///
  /// - Returns: how it ended; nil where it has not after so long that no machine is merely slow.
  func end(_ way: Way) -> Subprocess.Ending? {
    switch way {
    case .signal(let number): process.signal(number)
    case .hangUp: terminal.hangUp()
    case .keys: break
    }
    for look in 0..<1200 where !process.hasEnded {
      // A lone Escape leaves a paste or a dialog, one Ctrl-C asks and the next one answers.
      if way == .keys, look % 2 == 0 { terminal.typeByte(look % 10 == 0 ? 0x1B : 3) }
      if way == .hangUp { pause(milliseconds: 50) } else { listen(5, until: { false }) }
    }
    // What was sent last is on its way through the terminal for a moment.
    for _ in 0..<50 where way != .hangUp && !isRestored {
      sent += terminal.takeSentBytes(atMost: .max, waiting: 20)
    }
    return process.ending
  }

  /// Whether an end is one that the program may come to.
  func isExpected(_ ending: Subprocess.Ending?, _ way: Way) -> Bool {
    switch (ending, way) {
    // The noise may have said so, and the file may be one that cannot be shown.
    case (.exited(let code), _) where [0, 64, 65, 130].contains(code): true
    case (.exited(69), _): terminalType == "no-such-terminal"
    case (.exited(let code), .hangUp): code == 128 + SIGHUP
    case (.killed(let number), .hangUp): number == SIGHUP
    // Ctrl-C was typed before the screen was there.
    case (.killed(let number), .keys): number == SIGINT
    case (.killed(let number), .signal(let told)): number == told
    default: false
    }
  }

  /// What is wrong with what it said on standard error: a failure has its sentences, and nothing else
  /// has any.
  func complaints(_ ending: Subprocess.Ending?) -> String {
    let text = String(decoding: folder.bytes("errors") ?? Data(), as: UTF8.self)
    let isFailure =
      if case .exited(let code) = ending { [64, 65, 69].contains(code) } else { false }
    let lines = text.split(separator: "\n")
    let isWell =
      isFailure ? !lines.isEmpty && lines.allSatisfy { $0.hasPrefix("qviz: ") } : text.isEmpty
    return isWell ? "" : "standard error: \(text)"
  }

  /// Whether the terminal is as it was: its modes, the screen, the cursor, and marks of pastes.
  var isRestored: Bool {
    let text = String(decoding: sent, as: UTF8.self)
    let isOff = [
      ("?1049h", "?1049l"), ("?25l", "?25h"), ("?2004h", "?2004l"), ("?1002h", "?1002l"),
    ]
    .allSatisfy { on, off in
      guard let last = text.ranges(of: "\u{1B}[" + on).last else { return true }
      return text.ranges(of: "\u{1B}[" + off).last.map { $0.lowerBound > last.lowerBound } ?? false
    }
    return isOff && terminal.modes == freshModes
  }

  /// What is left of exports that came to no end.
  var leftNames: [String] {
    get throws { try folder.names.filter { $0.hasPrefix(".qviz-") } }
  }

  /// The most memory that the program had.
  var peakByteCount: Int { process.peakByteCount }
}
