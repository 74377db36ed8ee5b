internal import TerminalScreen

/// The help, made of the table of keys and the table of commands.
enum HelpText {
  /// How many columns the keys take where they stand beside what they do.
  private static let keyColumns = 32
  /// From how many columns on there are two of them.
  private static let twoColumnWidth = 150

  /// The lines of the help in some columns.
  static func lines(columns: Int) -> [StyledText] {
    var lines: [StyledText] = []
    for group in Keymap.Group.allCases {
      lines.append(StyledText(group.rawValue, .strong))
      for line in Keymap.lines where line.group == group {
        lines += row(line.keys, line.help, columns: columns)
      }
      if group == .thresholds {
        lines += row("mouse", "drag a mark or a slider; the wheel zooms", columns: columns)
      }
      lines.append("")
    }
    lines.append(StyledText("commands", .strong))
    for command in Command.all { lines += row(":" + command.usage, command.help, columns: columns) }
    return lines
  }

  private static func row(_ keys: String, _ help: String, columns: Int) -> [StyledText] {
    guard columns >= keyColumns + 24 else {
      return WrappedText.lines(of: keys, columns: columns - 1).map { StyledText(" " + $0, .accent) }
        + WrappedText.lines(of: help, columns: columns - 4).map { StyledText("    " + $0) }
    }
    let words = WrappedText.lines(of: help, columns: columns - keyColumns - 1)
    return words.enumerated().map { index, words in
      StyledText((index == 0 ? " " + keys : "").padded(trailing: keyColumns), .accent)
        + StyledText(words)
    }
  }

  /// Where the help is on a screen, and how it is laid out.
  struct Page {
    /// The frame.
    let frame: Rect
    /// What is inside.
    let inner: Rect
    /// How many columns of text there are.
    let columnCount: Int
    /// How wide each of them is.
    let columnWidth: Int
    /// All the lines.
    let lines: [StyledText]

    /// The page for the body of a screen.
    init(_ body: Rect) {
      frame = body
      inner = body.inset(columns: 2, rows: 1)
      columnCount = inner.columns >= twoColumnWidth ? 2 : 1
      columnWidth = min(inner.columns / columnCount, 96)
      lines = HelpText.lines(columns: columnWidth - 1)
    }

    /// How many lines of text each column has if all are shown.
    var height: Int { (lines.count + columnCount - 1) / columnCount }
    /// The first line that lets the last one be seen.
    var lastFirstLine: Int { max(height - inner.rows, 0) }
  }

  /// How far the help can be scrolled on a screen.
  static func lastFirstLine(in size: ScreenSize) -> Int {
    Page(Chrome(size).body).lastFirstLine
  }
}
