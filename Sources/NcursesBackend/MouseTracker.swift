package import TerminalScreen

/// What the terminal says the mouse did, at a place counted from 0.
package struct MouseReport: Hashable, Sendable {
  /// What changed.
  package enum Change: Hashable, Sendable {
    /// The first button went down.
    case pressed
    /// The first button came up.
    case released
    /// The mouse moved with the first button down.
    case moved
    /// The wheel turned away from the person.
    case wheelUp
    /// The wheel turned towards the person.
    case wheelDown
  }

  package var change: Change
  package var column: Int
  package var row: Int

  /// A report of a change at a place.
  package init(_ change: Change, column: Int, row: Int) {
    self.change = change
    self.column = column
    self.row = row
  }
}

extension MouseReport {
  /// The report of a control sequence that begins with `<` (xterm's mode 1006).
  ///
  /// - Parameters:
  ///   - parameters: `<`, the button, the column and the row counted from 1, with `;` between.
  ///   - isRelease: Whether the sequence ends in `m`.
  package init?(parameters: String, isRelease: Bool) {
    let numbers = parameters.dropFirst().split(separator: ";").map { Int($0) ?? -1 }
    guard parameters.first == "<", numbers.count == 3 else { return nil }
    self.init(button: numbers[0], column: numbers[1], row: numbers[2], isRelease: isRelease)
  }

  /// The report of three characters, each a number plus 32 (xterm's mode 1000 of old).
  ///
  /// Edge cases:
  /// - Places past column or row 95 are not characters of UTF-8 and do not arrive.
  package init?(oldReport: [Unicode.Scalar]) {
    let numbers = oldReport.map { Int($0.value) - 32 }
    guard numbers.count == 3 else { return nil }
    self.init(button: numbers[0], column: numbers[1], row: numbers[2], isRelease: false)
  }

  /// The meaning of a button number: two bits of button (3 is none), 4, 8 and 16 for the modifier
  /// keys, 32 for movement, 64 for the wheel.
  private init?(button: Int, column: Int, row: Int, isRelease: Bool) {
    guard (0..<128).contains(button), column > 0, row > 0 else { return nil }
    let change: Change
    switch (button & (32 | 64), button & 3) {
    case (64, 0): change = .wheelUp
    case (64, 1): change = .wheelDown
    case (32, 0): change = .moved
    case (0, 0): change = isRelease ? .released : .pressed
    // The old form does not say which button came up.
    case (0, 3): change = .released
    default: return nil
    }
    self.init(change, column: column - 1, row: row - 1)
  }
}

/// Turns reports into presses, drags and releases of the first button that belong together.
package struct MouseTracker: Sendable {
  private var isPressed = false

  /// A tracker with no button down.
  package init() {}

  /// What a report means; nil for a movement or a release that belongs to no press.
  package mutating func key(for report: MouseReport) -> Key? {
    let action: Key.MouseAction
    switch report.change {
    case .wheelUp: action = .wheelUp
    case .wheelDown: action = .wheelDown
    case .pressed:
      isPressed = true
      action = .press
    case .moved:
      guard isPressed else { return nil }
      action = .drag
    case .released:
      guard isPressed else { return nil }
      isPressed = false
      action = .release
    }
    return .mouse(action, column: report.column, row: report.row)
  }
}
