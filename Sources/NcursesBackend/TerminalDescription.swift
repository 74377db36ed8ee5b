import CNcurses
import Glibc

/// What the terminal database says of a terminal type, as far as it matters before curses starts.
package struct TerminalDescription {
  /// How many colours the terminal has while keeping its own background; 0 if it cannot do both.
  let colours: Int
  /// Whether the screen is a second one, so that leaving it brings the shell's text back.
  let hasAlternateScreen: Bool
  /// Whether it reports the mouse.
  let hasMouse: Bool
  /// Whether it speaks control sequences of ECMA-48, and so leaves out those that it does not know.
  let hasControlSequences: Bool
  /// The bytes that clear the rest of a line.
  let clearLine: [UInt8]
  /// The bytes that undo what a screen turns on, reports of mouse and paste aside.
  let restore: [UInt8]

  /// Looks a terminal type up.
  ///
  /// - Throws: ``TerminalError/terminalTypeUnknown(_:)`` or
  ///   ``TerminalError/terminalTypeCannotPlaceText(_:)``.
  init(type: String, output: Int32) throws(TerminalError) {
    var status: Int32 = 0
    // With a place for the status, setupterm reports instead of printing and exiting.
    let result = unsafe setupterm(type, output, &status)
    defer { _ = unsafe del_curterm(set_curterm(nil)) }
    // Status 1 is a terminal that was found, but only prints.
    guard result == OK || status == 1 else { throw .terminalTypeUnknown(type) }
    guard result == OK, let cursorTo = unsafe cncurses_text_capability("cup") else {
      throw .terminalTypeCannotPlaceText(type)
    }

    hasAlternateScreen = !Self.bytes("smcup").isEmpty && !Self.bytes("rmcup").isEmpty
    hasControlSequences = Self.bytes("cup").starts(with: "\u{1B}[".utf8)
    hasMouse = !Self.bytes("kmous").isEmpty
    colours = Self.bytes("op").isEmpty ? 0 : unsafe Int(tigetnum("colors"))
    clearLine = Self.bytes("el")
    // A row past the last is taken for the last, so the size need not be known.
    let bottom = unsafe Self.bytes(cncurses_cursor_to(cursorTo, 998, 0))
    restore =
      ["sgr0", "op", "rmacs", "rmkx", "cnorm"].flatMap(Self.bytes)
      + (hasAlternateScreen ? Self.bytes("rmcup") : bottom + clearLine)
  }

  /// The bytes of a text capability, none if the terminal does not have it.
  private static func bytes(_ capability: String) -> [UInt8] {
    unsafe bytes(cncurses_text_capability(capability))
  }

  @unsafe private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
    guard let text = unsafe text else { return [] }
    return unsafe withoutDelays(String(cString: text))
  }

  /// A capability without its delays, such as `$<5>` or `$<2/>`.
  ///
  /// They ask for padding on lines slower than any emulator's.
  package static func withoutDelays(_ capability: String) -> [UInt8] {
    var rest = capability.utf8[...]
    var kept: [UInt8] = []
    while let byte = rest.first {
      if rest.starts(with: "$<".utf8), let end = rest.firstIndex(of: UInt8(ascii: ">")) {
        rest = rest[rest.index(after: end)...]
      } else {
        kept.append(byte)
        rest = rest.dropFirst()
      }
    }
    return kept
  }
}
