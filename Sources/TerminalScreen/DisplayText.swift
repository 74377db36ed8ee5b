/// Text from outside made fit for a screen.
///
/// A tensor's name is whatever its file says: it may hold an escape sequence, a control that
/// reverses the order of everything behind it, or a hundred marks on one letter. What remains here
/// is characters that take one column or two and do nothing else.
///
/// - Control characters, format characters, variation selectors, emoji modifiers and lone marks are
///   taken out.
/// - Tabs and line ends become one blank.
/// - Private, unassigned and surrogate code points, clusters that terminals disagree about, and
///   the controls that reverse the order of text, which make a name look like another, become U+FFFD.
/// - A letter keeps at most two combining marks.
/// - A byte that is not UTF-8, which paths have as U+10FF80 to U+10FFFF, is shown by its number: `\xE9`.
public struct DisplayText: Hashable, Sendable {
  /// What can be shown.
  public let string: String

  /// The part of a text that can be shown.
  @_specialize(where Text == String)
  public init<Text: StringProtocol>(_ text: Text) {
    // Nearly every name is plain: a list of ten thousand must not wait for their clusters.
    guard !DisplayText.isPlain(text) else {
      string = String(text)
      return
    }
    var kept = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch DisplayText.treatment(of: scalar) {
      case .keep: kept.append(scalar)
      case .blank: kept.append(" ")
      case .drop: break
      case .replace: kept.append("\u{FFFD}")
      case .number:
        kept += "\\x\(String(scalar.value & 0xFF, radix: 16, uppercase: true))".unicodeScalars
      }
    }
    string = String(String(kept).compactMap(DisplayText.simplified))
  }

  /// How many columns it takes.
  public var columns: Int { DisplayText.columns(of: string) }

  /// How many columns a text takes that holds only what can be shown.
  @_specialize(where Text == String)
  public static func columns<Text: StringProtocol>(of text: Text) -> Int {
    isPlain(text) ? text.utf8.count : text.reduce(0) { $0 + columns(of: $1) }
  }

  /// Whether a text is of printable ASCII alone: each byte a character of one column.
  private static func isPlain(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
  }

  /// The text shortened to some columns, its end replaced by `…` where it is too long.
  public static func truncated(_ text: String, columns limit: Int) -> String {
    guard columns(of: text) > limit else { return text }
    guard limit > 0 else { return "" }
    var kept = ""
    var used = 0
    for character in text {
      let width = columns(of: character)
      guard used + width < limit else { break }
      kept.append(character)
      used += width
    }
    return kept + "…"
  }

  /// How many columns a character takes: 0 if it cannot be shown, 2 if it is East Asian wide.
  public static func columns(of character: Character) -> Int {
    if let ascii = character.asciiValue { return ascii >= 0x20 && ascii < 0x7F ? 1 : 0 }
    guard let first = character.unicodeScalars.first, treatment(of: first) == .keep,
      !isMark(first)
    else { return 0 }
    return isWide(first) ? 2 : 1
  }

  private enum Treatment {
    case keep, blank, drop, replace, number
  }

  private static func treatment(of scalar: Unicode.Scalar) -> Treatment {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x85, 0x2028, 0x2029: return .blank
    case 0x20..<0x7F: return .keep
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF, 0x1F3FB...0x1F3FF, 0x115F, 0x1160, 0x3164, 0xFFA0:
      return .drop
    case 0x10FF80...0x10FFFF: return .number
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: return .replace
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format: return .drop
    case .privateUse, .unassigned, .surrogate: return .replace
    case .spaceSeparator: return .blank
    case .lineSeparator, .paragraphSeparator: return .blank
    default: return .keep
    }
  }

  /// A cluster with no more than a letter and two marks; nil if it is a mark without a letter.
  private static func simplified(_ character: Character) -> Character? {
    var scalars = Array(character.unicodeScalars)
    guard let first = scalars.first, !isMark(first) else { return nil }
    guard scalars.dropFirst().allSatisfy(isNonspacingMark), !isRegionalIndicator(first) else {
      return "\u{FFFD}"
    }
    scalars.removeLast(max(scalars.count - 3, 0))
    return Character(String(String.UnicodeScalarView(scalars)))
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    isNonspacingMark(scalar) || scalar.properties.generalCategory == .spacingMark
  }

  private static func isNonspacingMark(_ scalar: Unicode.Scalar) -> Bool {
    let category = scalar.properties.generalCategory
    return category == .nonspacingMark || category == .enclosingMark
  }

  private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  /// Whether terminals give a character two columns.
  ///
  /// Source: Unicode Standard Annex 11, the ranges of `W` and `F`, joined where what lies between
  /// is unassigned.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
      0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
      0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x20000...0x3FFFD:
      true
    default: scalar.properties.isEmojiPresentation
    }
  }
}
