/// What stands between the marks of a paste (xterm, "Bracketed Paste Mode"), as one line.
///
/// A terminal sends a paste as if it were typed. Were it taken so, each letter of it would be a
/// command and each line end an agreement.
///
/// - A line end is a blank, those at both ends are nothing, and so are other control characters.
/// - What is longer than ``limit`` is cut.
struct PastedText: Sendable {
  /// The parameters of the control sequence that begins a paste.
  static let beginning = "200"
  /// The longest text that is kept, in characters of Unicode.
  static let limit = 4096

  private static let endMark = Array("\u{1B}[201~".unicodeScalars)

  private var scalars = String.UnicodeScalarView()
  private var count = 0
  private var isAfterLineEnd = false
  /// How much of the end mark was read last.
  private var matched = 0

  /// What was pasted so far.
  var text: String { String(scalars) }

  /// Whether an Escape was the last that came.
  var isAfterEscape: Bool { matched == 1 }

  /// Takes in what was read.
  ///
  /// - Returns: Whether this was the end of the paste.
  mutating func feed(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == Self.endMark[matched] {
      matched += 1
      return matched == Self.endMark.count
    }
    // What looked like the end mark was none.
    for held in Self.endMark[..<matched] { append(held) }
    matched = scalar == Self.endMark[0] ? 1 : 0
    if matched == 0 { append(scalar) }
    return false
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 9: add(" ")
    case 10, 13, 0x85, 0x2028, 0x2029: isAfterLineEnd = count > 0
    case 0..<32, 127..<160: break
    default: add(scalar)
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    guard count < Self.limit else { return }
    if isAfterLineEnd { scalars.append(" ") }
    isAfterLineEnd = false
    scalars.append(scalar)
    count += 1
  }
}
