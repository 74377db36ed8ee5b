import CTerminalRestore
import Glibc
public import TerminalScreen

extension NcursesTerminal {
  /// Waits for the next event.
  ///
  /// After `ended` it says the same again, without waiting.
  public mutating func nextEvent() -> TerminalEvent {
    while true {
      if let event = pendingEvent() { return event }
      _ = screen.readiness(wakeUpPipe, timeout: -1)
    }
  }

  /// The next event if one is there already.
  ///
  /// A signal comes before a key, and a key before a worker's call. Inside a key's escape sequence
  /// this waits for the rest of it, at most ``KeyReader/patienceInMilliseconds`` at a time.
  public mutating func pendingEvent() -> TerminalEvent? {
    if let end { return .ended(end) }
    if let event = signalEvent() { return event }
    var emptyReads = 0
    while true {
      let reading = keys.nextKey(of: screen)
      if let key = reading.key { return .key(key) }
      let ready = screen.readiness(wakeUpPipe, timeout: 0)
      // Readable with nothing to read is how a terminal says that it is gone for this process:
      // end of file, or an error that ncurses keeps to itself. Waiting on would burn a core.
      emptyReads = reading.hasRead ? 0 : emptyReads + 1
      if ready.input == .gone || (ready.input == .readable && emptyReads > 2) {
        end = .hangUp
        return .ended(.hangUp)
      }
      if ready.input == .readable { continue }
      return ready.isWokenUp && wakeUpPipe.drain() ? .wokenUp : nil
    }
  }

  /// What the signals noted since the last look amount to.
  private mutating func signalEvent() -> TerminalEvent? {
    let signals = terminal_restore_take_signals()
    guard signals != 0 || isResizeUnreported else { return nil }
    func isNoted(_ signal: Int32) -> Bool { signals & (1 << UInt64(signal)) != 0 }
    if let signal = [SIGTERM, SIGHUP, SIGINT, SIGQUIT].first(where: isNoted) {
      end = .signal(signal)
      return .ended(.signal(signal))
    }
    if isNoted(SIGTSTP) {
      stop(TERMINAL_RESTORE_PROCESS)
    } else if isNoted(SIGCONT) {
      // Stopped by SIGSTOP, which cannot be noted: whoever was in front has used the terminal.
      screen.leave()
      comeBack()
    }
    let isResized = takeSize() || isResizeUnreported
    isResizeUnreported = false
    return isResized ? .resized(size) : nil
  }
}
