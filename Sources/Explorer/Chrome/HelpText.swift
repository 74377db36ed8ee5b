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
    for group in Keymap.groups {
      lines.append(StyledText(group.title, .strong))
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

  /// The help over the body of a screen.
  static func page(_ body: Rect) -> TextPage {
    TextPage(body, twoColumnWidth: twoColumnWidth) { lines(columns: $0) }
  }
}
