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

  /// A line of a report: its label first.
  typealias Line = (label: String, value: String)

  /// Puts the points of the numbers of some lines below each other, which may be in two places.
  static func align(_ labels: Set<String>, _ head: inout [Line], _ lines: inout [Line]) {
    let places = [
      head.indices.filter { labels.contains(head[$0].label) },
      lines.indices.filter { labels.contains(lines[$0].label) },
    ]
    let texts = places[0].map { head[$0].value } + places[1].map { lines[$0].value }
    let aligned = aligned(texts).map(\.trimmingTrailingSpaces)
    for (index, place) in places[0].enumerated() { head[place].value = aligned[index] }
    for (index, place) in places[1].enumerated() {
      lines[place].value = aligned[places[0].count + index]
    }
  }
}
