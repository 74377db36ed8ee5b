/// Numbers below each other with their decimal points in one column.
enum PointAlignment {
  /// Texts that begin with numbers, with blanks before and after them so that all are as wide as the
  /// widest and their points are below each other; a short text that is no number ends where the whole
  /// part of a number does.
  static func aligned(_ texts: [String]) -> [String] {
    let wholes = texts.map(wholeLength)
    let whole = wholes.compactMap(\.self).max() ?? 0
    let indented = zip(texts, wholes).map { text, length in
      blanks(whole - (length ?? text.count)) + text
    }
    let width = indented.map(\.count).max() ?? 0
    return indented.map { $0 + blanks(width - $0.count) }
  }

  /// How many characters a number has before its point: the sign and the digits; nil for a word.
  private static func wholeLength(of text: String) -> Int? {
    let digits = text.drop { $0 == "-" }.prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty else { return nil }
    return text.distance(from: text.startIndex, to: digits.endIndex)
  }

  private static func blanks(_ count: Int) -> String {
    String(repeating: " ", count: max(count, 0))
  }
}
