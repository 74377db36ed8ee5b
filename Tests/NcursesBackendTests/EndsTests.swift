import Glibc
import NcursesBackend
import TerminalScreen
import TestSupport
import Testing

/// Every way a process can end with its screen open, in a process of its own.
///
/// The test holds the terminal, so it can look at what the dead process left.
@Suite("ends of a process with a screen")
struct EndsTests {
  @Test("a trap of Swift restores the terminal and keeps its signal")
  func trap() async throws {
    let pseudo = try PseudoTerminal()
    await #expect(processExitsWith: .signal(trapSignal)) { [path = pseudo.path as String] in
      try onScreen(path) { _ in
        let none: [Int] = []
        print(none[getpid() > 0 ? 7 : 0])
      }
    }
    try expectRestored(pseudo)
  }

  @Test(
    "a fatal signal restores the terminal and keeps its number",
    arguments: [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV])
  func fatalSignal(number: Int32) async throws {
    let pseudo = try PseudoTerminal()
    let result = await #expect(
      processExitsWith: .failure, observing: [\.exitStatus]
    ) { [path = pseudo.path as String, number = number as Int32] in
      try onScreen(path) { _ in signalProcess(number) }
    }
    #expect(result?.exitStatus == status(ofDeathBy: number))
    try expectRestored(pseudo)
  }

  @Test(
    "every other signal that ends a process restores the terminal and keeps its number",
    arguments: otherFatalSignals)
  func otherSignal(number: Int32) async throws {
    let pseudo = try PseudoTerminal()
    let result = await #expect(
      processExitsWith: .failure, observing: [\.exitStatus]
    ) { [path = pseudo.path as String, number = number as Int32] in
      // The tests themselves may have been started with some of them ignored.
      signal(number, SIG_DFL)
      try onScreen(path) { _ in signalProcess(number) }
    }
    #expect(result?.exitStatus == .signal(number))
    try expectRestored(pseudo)
  }

  @Test("a signal that the parent ignores ends nothing")
  func ignoredSignal() async throws {
    let pseudo = try PseudoTerminal()
    await #expect(processExitsWith: .exitCode(3)) { [path = pseudo.path as String] in
      signal(SIGUSR1, SIG_IGN)
      try onScreen(path) { _ in
        signalProcess(SIGUSR1)
        if isRunning { exit(3) }
      }
    }
    try expectRestored(pseudo)
  }

  @Test("a stack that overflows restores the terminal")
  func stackOverflow() async throws {
    let pseudo = try PseudoTerminal()
    let result = await #expect(
      processExitsWith: .failure, observing: [\.exitStatus]
    ) { [path = pseudo.path as String] in
      try onScreen(path) { _ in print(depth(below: 0)) }
    }
    #expect(result?.exitStatus == status(ofDeathBy: SIGSEGV))
    try expectRestored(pseudo)
  }

  @Test("exit restores the terminal and keeps its status")
  func exits() async throws {
    let pseudo = try PseudoTerminal()
    await #expect(processExitsWith: .exitCode(3)) { [path = pseudo.path as String] in
      try onScreen(path) { _ in if isRunning { exit(3) } }
    }
    try expectRestored(pseudo)
  }

  @Test("a second signal is not left to a program that did not answer the first")
  func secondSignal() async throws {
    let pseudo = try PseudoTerminal()
    await #expect(processExitsWith: .signal(SIGTERM)) { [path = pseudo.path as String] in
      try onScreen(path) { _ in
        signalProcess(SIGINT)
        signalProcess(SIGTERM)
      }
    }
    try expectRestored(pseudo)
  }

  @Test("a signal is not left to a program that never answers it")
  func unansweredSignal() async throws {
    let pseudo = try PseudoTerminal()
    await #expect(processExitsWith: .signal(SIGHUP)) { [path = pseudo.path as String] in
      try onScreen(path) { _ in
        signalProcess(SIGHUP)
        while isRunning { pause() }
      }
    }
    try expectRestored(pseudo)
  }

  @Test("a signal that the program answers ends it by that signal, with the terminal restored")
  func answeredSignal() async throws {
    let pseudo = try PseudoTerminal()
    await #expect(processExitsWith: .signal(SIGTERM)) { [path = pseudo.path as String] in
      try onScreen(path) { terminal in
        kill(getpid(), SIGTERM)
        guard case .ended(.signal(let number)) = terminal.nextEvent() else { return }
        if isRunning { NcursesTerminal.endProcess(by: number) }
      }
    }
    try expectRestored(pseudo)
  }
}

/// The signal that a failed precondition of Swift dies of.
#if arch(x86_64)
  private let trapSignal = SIGILL
#else
  private let trapSignal = SIGTRAP
#endif

/// Whatever signal(7) says ends a process and no other test here sends, and every real-time signal.
///
/// SIGSTKFLT (16) has no name in Swift. The C library gives out real-time signals from 34 to 64.
private let otherFatalSignals =
  [SIGUSR1, SIGUSR2, SIGPIPE, 16, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSYS]
  + Array(34...64)

/// True, which the compiler does not know.
///
/// It destroys a noncopyable value after its last use on a path that never returns, and here the
/// screen must be open at the end.
var isRunning: Bool { getpid() > 0 }

/// Sends the process a signal and returns when its handler has run on this thread.
///
/// Swift's own threads are started with most signals blocked.
private func signalProcess(_ number: Int32) {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, number)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  raise(number)
}

/// What a parent sees of a fatal signal.
///
/// A handler that was there before ours has its turn after it, and AddressSanitizer's reports some
/// of the signals and exits.
func status(ofDeathBy signal: Int32) -> ExitStatus {
  let isSanitized = dlsym(nil, "__asan_init") != nil
  return isSanitized && [SIGBUS, SIGFPE, SIGSEGV].contains(signal) ? .exitCode(1) : .signal(signal)
}

/// Opens a screen on the terminal at `path`, draws on it and runs `end` while it is open.
func onScreen(_ path: String, end: (inout NcursesTerminal) -> Void) throws {
  let descriptor = open(path, O_RDWR | O_NOCTTY)
  let place = TerminalPlace(
    input: descriptor, output: descriptor, terminalType: "xterm-256color", locale: "C.UTF-8")
  var terminal = try NcursesTerminal(options: TerminalOptions(mouse: .on), place: place)
  terminal.draw(Canvas(size: terminal.size, fill: Cell("x")))
  end(&terminal)
}

/// Recurses for ever.
private func depth(below: Int) -> Int {
  below < 0 ? 0 : 1 &+ depth(below: below &+ 1) &+ getpid().hashValue
}

/// Whether the modes are those of a fresh terminal and the last bytes put the screen away.
func expectRestored(_ pseudo: PseudoTerminal) throws {
  #expect(pseudo.modes == (try PseudoTerminal()).modes)
  let sent = pseudo.takeSent()
  for undone in ["\u{1B}[?1049", "\u{1B}[?1002", "\u{1B}[?2004", "\u{1B}[?25"] {
    let on = undone == "\u{1B}[?25" ? "l" : "h"
    let off = on == "h" ? "l" : "h"
    let lastOn = sent.ranges(of: undone + on).last
    let lastOff = sent.ranges(of: undone + off).last
    let (taken, given) = try (#require(lastOn), #require(lastOff))
    #expect(taken.lowerBound < given.lowerBound, "\(undone.dropFirst())")
  }
}
