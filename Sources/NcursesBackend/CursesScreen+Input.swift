import CNcurses
import CTerminalRestore
import Glibc
import TerminalScreen

/// One look at the terminal for something to read.
enum Reading {
  /// A character or a key.
  case unit(InputUnit)
  /// Part of a character, or a key that means nothing to us.
  case nothingWhole
  /// Nothing was there.
  case nothing
}

/// What has something to say.
struct Readiness {
  /// What standard input has.
  enum Input {
    /// Nothing.
    case quiet
    /// Something to read.
    case readable
    /// The terminal is gone.
    case gone
  }

  var input: Input
  var isWokenUp: Bool
}

extension CursesScreen {
  /// Reads one byte or key, if one is there.
  func read(into characters: inout CharacterAssembler) -> Reading {
    let code = readCode()
    switch code {
    case ERR:
      return .nothing
    case 0...255:
      guard let scalar = characters.scalar(adding: UInt8(code)) else { return .nothingWhole }
      return .unit(.scalar(scalar))
    default:
      guard let key = Key(functionCode: code) else { return .nothingWhole }
      return .unit(.key(key))
    }
  }

  /// Bytes rather than wide characters: reading those without waiting loses the first half of one
  /// whose second half is still on the line.
  private func readCode() -> Int32 { unsafe wgetch(keyWindow) }

  /// Waits for something to read, at most some milliseconds.
  func waitForInput(_ timeout: Int32) {
    var waiting = pollfd(fd: place.input, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&waiting, 1, timeout)
  }

  /// Waits until the keyboard, a signal or a worker has something to say.
  ///
  /// - Parameters:
  ///   - wakeUp: The pipe of the workers.
  ///   - timeout: How long to wait at most in milliseconds, as `poll` has it; -1 is for ever.
  /// - Returns: What has something to say; nothing when the time is up or a signal came.
  func readiness(_ wakeUp: WakeUpPipe, timeout: Int32) -> Readiness {
    var waiting = [place.input, wakeUp.readEnd, terminal_restore_signal_pipe()].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    // An interrupted wait is a wait that ended: the signal's byte is in its pipe.
    guard unsafe poll(&waiting, nfds_t(waiting.count), timeout) > 0 else {
      return Readiness(input: .quiet, isWokenUp: false)
    }
    let input = Int32(waiting[0].revents)
    return Readiness(
      input: input & (POLLHUP | POLLERR | POLLNVAL) != 0
        ? .gone : input & POLLIN != 0 ? .readable : .quiet,
      isWokenUp: waiting[1].revents != 0)
  }
}
