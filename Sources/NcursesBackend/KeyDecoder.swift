package import TerminalScreen

/// One thing read from the terminal: a character, or a key that ncurses knew by its sequence.
package enum InputUnit: Hashable, Sendable {
  /// A character, printing or control.
  case scalar(Unicode.Scalar)
  /// A key, translated already.
  case key(Key)
}

/// Turns what was read into keys, and keeps unknown escape sequences from becoming commands.
///
/// ncurses knows the sequences that the terminal's description lists. A terminal sends others all
/// the same (Shift and an arrow under TERM=screen, a focus report): taken letter by letter, they
/// would be Escape and a handful of commands. Here arrows and their like are understood in the form
/// nearly all terminals share (ECMA-48 control sequences with xterm's modifiers), the rest is
/// swallowed.
///
/// Of a paste nothing is a key. Should its end mark be lost, a lone Escape ends it.
package struct KeyDecoder: Sendable {
  /// What is known of the sequence being read.
  private enum State {
    case ground
    case escape
    case controlSequence(parameters: String)
    case singleShift
    case oldMouseReport(String.UnicodeScalarView)
    case paste(PastedText)
  }

  /// No sequence that means anything is longer; more is noise on the line.
  private static let longestSequence = 32

  private var state = State.ground
  private var decoded: [Key] = []
  private var mouse = MouseTracker()

  /// A decoder with nothing read.
  package init() {}

  /// Whether more of a sequence is sure to come.
  package var isInsideSequence: Bool {
    switch state {
    case .ground, .escape: false
    case .controlSequence, .singleShift, .oldMouseReport: true
    case .paste(let pasted): pasted.isAfterEscape
    }
  }

  /// Takes the oldest key decoded and not taken yet.
  package mutating func takeKey() -> Key? {
    decoded.isEmpty ? nil : decoded.removeFirst()
  }

  /// Takes in what was read.
  package mutating func feed(_ unit: InputUnit) {
    switch unit {
    case .key(let key):
      if case .paste = state { return }
      flush()
      decoded.append(key)
    case .scalar(let scalar):
      feed(scalar)
    }
  }

  /// Nothing more came: an Escape that began no sequence was the Escape key.
  package mutating func flush() {
    switch state {
    case .ground: break
    case .escape: decoded += [.escape]
    case .controlSequence(parameters: ""): decoded += [.escape, .character("[")]
    case .controlSequence, .oldMouseReport: break
    case .singleShift: decoded += [.escape, .character("O")]
    case .paste(let pasted):
      // Pasted text may be long on its way.
      guard pasted.isAfterEscape else { return }
      decoded.append(.paste(pasted.text))
    }
    state = .ground
  }

  private mutating func feed(_ report: MouseReport?) {
    if let report, let key = mouse.key(for: report) { decoded.append(key) }
  }

  private mutating func feed(_ scalar: Unicode.Scalar) {
    switch (state, scalar) {
    case (.paste(var pasted), _):
      let hasEnded = pasted.feed(scalar)
      if hasEnded { decoded.append(.paste(pasted.text)) }
      state = hasEnded ? .ground : .paste(pasted)
    case (.escape, "["):
      state = .controlSequence(parameters: "")
    case (.escape, "O"):
      state = .singleShift
    case (_, "\u{1B}"):
      flush()
      state = .escape
    case (.ground, _), (.escape, _):
      flush()
      if let key = Key(scalar: scalar) { decoded.append(key) }
    case (.controlSequence(let parameters), "\u{20}"..."\u{3F}")
    where parameters.utf8.count < Self.longestSequence:
      state = .controlSequence(parameters: parameters + String(scalar))
    case (.controlSequence(parameters: ""), "M"):
      state = .oldMouseReport(String.UnicodeScalarView())
    case (.oldMouseReport(var report), _):
      report.append(scalar)
      state = report.count == 3 ? .ground : .oldMouseReport(report)
      if report.count == 3 { feed(MouseReport(oldReport: Array(report))) }
    case (.controlSequence(let parameters), "M"), (.controlSequence(let parameters), "m"):
      state = .ground
      feed(MouseReport(parameters: parameters, isRelease: scalar == "m"))
    case (.controlSequence(parameters: PastedText.beginning), "~"):
      state = .paste(PastedText())
    case (.controlSequence(let parameters), _):
      state = .ground
      if let key = Key(final: scalar, parameters: parameters) { decoded.append(key) }
    case (.singleShift, "M"):
      // The Enter key of the number pad.
      state = .ground
      decoded.append(.enter)
    case (.singleShift, _):
      state = .ground
      if let key = Key(final: scalar, parameters: "") { decoded.append(key) }
    }
  }
}

extension Key {
  /// The key of a character; nil for a control character that no key of ours sends.
  package init?(scalar: Unicode.Scalar) {
    switch scalar.value {
    case 8, 127: self = .backspace
    case 9: self = .tab
    case 10, 13: self = .enter
    case 27: self = .escape
    case 1...26: self = .control(Character(Unicode.Scalar(UInt8(scalar.value) + 96)))
    case 0...31, 128...159: return nil
    default: self = .character(Character(scalar))
    }
  }

  /// The key of an extended terminfo name such as `kRIT5`; nil for one that means nothing to us.
  ///
  /// The digit is 1 plus a bit mask of modifiers, as in the sequence itself.
  package init?(extendedName name: String) {
    guard let digit = name.last?.wholeNumberValue else { return nil }
    switch name.dropLast() {
    case "kUP": self.init(final: "A", parameters: "1;\(digit)")
    case "kDN": self.init(final: "B", parameters: "1;\(digit)")
    case "kRIT": self.init(final: "C", parameters: "1;\(digit)")
    case "kLFT": self.init(final: "D", parameters: "1;\(digit)")
    case "kHOM": self = .home
    case "kEND": self = .end
    case "kPRV": self = .pageUp
    case "kNXT": self = .pageDown
    case "kDC": self = .delete
    case "kcbt": self = .backTab
    default: return nil
    }
  }

  /// The key of a control sequence; nil for one that means nothing to us.
  ///
  /// - Parameters:
  ///   - final: Its last character, which names the key, or `~` when the first parameter does.
  ///   - parameters: What stands before; the second one is 1 plus a bit mask of modifiers, Shift
  ///     being 1 (xterm, "Control sequences", PC-style function keys).
  package init?(final: Unicode.Scalar, parameters: String) {
    let numbers = parameters.split(separator: ";", omittingEmptySubsequences: false).map {
      Int($0) ?? 0
    }
    let modifiers = numbers.count > 1 ? max(numbers[1] - 1, 0) : 0
    let shift: Shift = modifiers & 1 == 1 ? .down : .up
    switch (final, numbers.first ?? 0) {
    case ("A", _): self = .arrow(.up, shift: shift)
    case ("B", _): self = .arrow(.down, shift: shift)
    case ("C", _): self = .arrow(.right, shift: shift)
    case ("D", _): self = .arrow(.left, shift: shift)
    case ("H", _), ("~", 1), ("~", 7): self = .home
    case ("F", _), ("~", 4), ("~", 8): self = .end
    case ("Z", _): self = .backTab
    case ("~", 3): self = .delete
    case ("~", 5): self = .pageUp
    case ("~", 6): self = .pageDown
    default: return nil
    }
  }
}
