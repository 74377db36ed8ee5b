extension Canvas {
  /// The canvas with only the characters that a terminal may be sent.
  ///
  /// Views draw in Unicode. For a terminal of seven-bit characters each one is replaced here, cell
  /// by cell, so that no view can forget to; one without a likeness becomes `?`.
  public func limited(to glyphs: GlyphSet) -> Canvas {
    guard glyphs == .ascii else { return self }
    var canvas = self
    for row in 0..<size.rows {
      for column in 0..<size.columns where !self[column: column, row: row].character.isASCII {
        canvas[column: column, row: row].character =
          AsciiGlyphs.likeness(of: self[column: column, row: row].character)
      }
      for column in 0..<size.columns
      where self[column: column, row: row].character == Cell.continuation.character {
        canvas[column: column, row: row].character = "?"
      }
    }
    return canvas
  }
}

/// What stands for a character where only seven bits can be shown.
public enum AsciiGlyphs {
  /// The seven-bit likeness of a character; `?` if it has none.
  public static func likeness(of character: Character) -> Character {
    character.isASCII ? character : likenesses[character] ?? "?"
  }

  private static let likenesses: [Character: Character] = [
    "▁": ".", "▂": ".", "▃": ":", "▄": ":", "▅": ":", "▆": "|", "▇": "|", "█": "#",
    "░": "-", "▒": "x", "▓": "%",
    "─": "-", "│": "|", "╭": "+", "╮": "+", "╰": "+", "╯": "+", "├": "|", "┤": "|", "┼": "+",
    "┬": "+", "┴": "+",
    "━": "#", "┃": "#", "┏": "#", "┓": "#", "┗": "#", "┛": "#",
    "═": "=", "║": "=", "╔": "=", "╗": "=", "╚": "=", "╝": "=",
    "╌": "x", "╳": "x",
    "●": "O", "○": "o", "▲": "^", "△": "^", "▼": "v", "▾": "v",
    "•": "*", "∙": "*", "✗": "x", "≥": ">", "◆": "*", "◇": "+", "▏": "_",
    "←": "<", "→": ">", "↑": "^", "↓": "v", "‹": "<", "›": ">", "▸": ">",
    "·": "|", "…": "~", "×": "x", "≤": "<", "≈": "~", "±": "~", "−": "-", "—": "-", "∞": "I",
    "²": "2", "σ": "s",
  ]
}
