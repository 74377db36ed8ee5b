internal import TerminalScreen

/// Text in lines.
enum WrappedText {
  /// The words of a text in lines of at most so many columns; a longer word is cut.
  static func lines(of text: String, columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let joined = line.isEmpty ? String(word) : line + " " + word
      if DisplayText.columns(of: joined) <= columns {
        line = joined
      } else {
        if !line.isEmpty { lines.append(line) }
        line = DisplayText.truncated(String(word), columns: columns)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
