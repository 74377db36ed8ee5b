import CMappedFault
import Foundation
import Glibc
import NcursesBackend
import Synchronization
import TestSupport
import Testing

/// A mapped file that is cut short while the screen is open, whichever handler was installed first.
@Suite("mapped files cut under a screen")
struct MappedFaultTests {
  @Test("a read goes on and the screen stays", arguments: [true, false])
  func mended(isWatchedFirst: Bool) async throws {
    let pseudo = try PseudoTerminal()
    await #expect(processExitsWith: .exitCode(3)) {
      [path = pseudo.path as String, isWatchedFirst = isWatchedFirst as Bool] in
      let early = isWatchedFirst ? CutMapping() : nil
      try onScreen(path) { _ in
        let mapping = early ?? CutMapping()
        let byte = mapping.read()
        // The terminal is as the screen has set it: nobody has given it back.
        let isMended = byte == 0 && mapping.isDamaged && !isEchoing(path)
        if isRunning { exit(isMended ? 3 : 4) }
      }
    }
    try expectRestored(pseudo)
  }

  @Test("a fault anywhere else restores the terminal and kills", arguments: [true, false])
  func crash(isWatchedFirst: Bool) async throws {
    let pseudo = try PseudoTerminal()
    let result = await #expect(processExitsWith: .failure, observing: [\.exitStatus]) {
      [path = pseudo.path as String, isWatchedFirst = isWatchedFirst as Bool] in
      let early = isWatchedFirst ? CutMapping() : nil
      try onScreen(path) { _ in
        let mapping = early ?? CutMapping()
        mapping.forget()
        let byte = mapping.read()
        if isRunning { exit(Int32(byte)) }
      }
    }
    #expect(result?.exitStatus == status(ofDeathBy: SIGBUS))
    try expectRestored(pseudo)
  }

  @Test("a screen that was closed leaves the watch in place", arguments: [true, false])
  func closed(isWatchedFirst: Bool) async throws {
    let pseudo = try PseudoTerminal()
    await #expect(processExitsWith: .exitCode(3)) {
      [path = pseudo.path as String, isWatchedFirst = isWatchedFirst as Bool] in
      let early = isWatchedFirst ? CutMapping() : nil
      var late: CutMapping?
      try onScreen(path) { _ in late = early ?? CutMapping() }
      let byte = late?.read()
      exit(byte == 0 ? 3 : 4)
    }
    try expectRestored(pseudo)
  }

  @Test("threads that had a screen one after another do not share a stack for their handlers")
  func ownStacks() async throws {
    let pseudo = try PseudoTerminal()
    await #expect(processExitsWith: .exitCode(3)) { [path = pseudo.path as String] in
      let stacks = Mutex<[UInt]>([])
      for _ in 0..<2 {
        let thread = Thread {
          do {
            try onScreen(path) { _ in }
          } catch {
            exit(5)
          }
          var stack = stack_t()
          sigaltstack(nil, &stack)
          stacks.withLock { $0.append(UInt(bitPattern: stack.ss_sp)) }
          // It stays, so that the next one is another.
          while true { pause() }
        }
        let before = stacks.withLock(\.count)
        thread.start()
        while stacks.withLock(\.count) == before { sched_yield() }
      }
      let places = stacks.withLock(\.self)
      exit(places.count == 2 && places[0] != places[1] && !places.contains(0) ? 3 : 4)
    }
    try expectRestored(pseudo)
  }
}

/// A watched mapping of a file that has no bytes any more.
private struct CutMapping {
  private let start: UnsafeMutableRawPointer?
  private let range: OpaquePointer?

  init() {
    let file = tmpfile()
    let descriptor = fileno(file)
    ftruncate(descriptor, 8192)
    start = mmap(nil, 8192, PROT_READ, MAP_PRIVATE, descriptor, 0)
    range = mapped_fault_watch(start, 8192)
    ftruncate(descriptor, 0)
    fclose(file)
  }

  /// A byte that is not there.
  func read() -> UInt8 { start?.load(fromByteOffset: 5000, as: UInt8.self) ?? 1 }

  var isDamaged: Bool { range.map { mapped_fault_is_damaged($0) != 0 } ?? false }

  func forget() {
    if let range { mapped_fault_forget(range) }
  }
}

/// Whether a terminal shows what is typed, which no screen lets it.
private func isEchoing(_ path: String) -> Bool {
  let descriptor = open(path, O_RDWR | O_NOCTTY)
  defer { close(descriptor) }
  var modes = termios()
  tcgetattr(descriptor, &modes)
  return modes.c_lflag & tcflag_t(ECHO) != 0
}
