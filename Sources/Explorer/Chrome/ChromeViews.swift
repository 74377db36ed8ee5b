internal import TerminalScreen

/// Draws the first row.
enum HeaderView {
  /// The columns that a name keeps, however much else there is to say.
  private static let nameColumns = 14

  /// Draws a header into a row.
  static func draw(_ header: Header, on canvas: inout Canvas, in rect: Rect) {
    let needed = 1 + 4 + 2 + min(DisplayText.columns(of: header.name), nameColumns) + 2
    let scheme =
      header.schemes.first { $0.columns + needed + 1 <= rect.columns } ?? header.schemes.last ?? ""
    canvas.write(scheme, endColumn: rect.endColumn - 1, row: rect.row)
    let room = rect.columns - scheme.columns - 3
    var column = canvas.write(
      "qviz", style: Style(.accent, isBold: true), column: rect.column + 1, row: rect.row)
    let left = room - column - 2
    let fullName = DisplayText.columns(of: header.name)
    let details =
      header.details.first { DisplayText.columns(of: $0) + min(fullName, 20) + 2 <= left } ?? ""
    let nameRoom = left - (details.isEmpty ? 0 : DisplayText.columns(of: details) + 2)
    column = canvas.write(
      DisplayText.truncated(header.name, columns: nameRoom), style: .strong, column: column + 2,
      row: rect.row)
    canvas.write(details, style: .muted, column: column + 2, row: rect.row)
  }
}

/// Draws the row that says what happened, or asks something.
enum StatusView {
  /// Draws what a model has to say into a row, and how far the reading is beside it.
  static func draw(_ model: Model, on canvas: inout Canvas, in rect: Rect) {
    let progress = model.besideStatus.flatMap {
      ProgressLine($0, beside: model.mustSay, in: rect.columns)
    }
    var rest = rect
    if let progress {
      ProgressLineView.draw(progress, on: &canvas, in: rest.cutRight(progress.columns + 2))
    }
    words(model, on: &canvas, in: rest)
  }

  private static func words(_ model: Model, on canvas: inout Canvas, in rect: Rect) {
    switch model.overlay {
    case .entry(let entry):
      EntryView.draw(entry, on: &canvas, in: rect)
    case .confirmQuit:
      write(model.quitQuestion, Style(.clipped, isBold: true), on: &canvas, in: rect)
    case .help, .explanation, .export, nil:
      if let status = model.sheet.status {
        let style: Style =
          switch status.tone {
          case .plain: .text
          case .good: Style(.good)
          case .bad: Style(.clipped, isBold: true)
          }
        write(status.text, style, on: &canvas, in: rect)
      } else if model.besideStatus == nil
        || DisplayText.columns(of: model.idleStatus) + 2 <= rect.columns
      {
        // Beside the progress there is room for all of it, or it is left out.
        write(model.idleStatus, .muted, on: &canvas, in: rect)
      }
    }
  }

  private static func write(
    _ text: String, _ style: Style, on canvas: inout Canvas, in rect: Rect
  ) {
    canvas.write(
      DisplayText.truncated(DisplayText(text).string, columns: rect.columns - 2), style: style,
      column: rect.column + 1, row: rect.row)
  }
}

/// Draws the last row: the screens, and the keys that matter most.
enum FooterView {
  /// Draws the tabs and hints of a model into a row.
  static func draw(_ model: Model, on canvas: inout Canvas, in rect: Rect) {
    let bar = model.tabBar
    for tab in bar.tabs { canvas.write(tab.text, column: tab.column, row: rect.row) }
    let room = rect.endColumn - 1 - bar.endColumn - 1
    var kept: [Keymap.Hint] = []
    var used = -2
    for hint in model.usefulHints {
      used += DisplayText.columns(of: hint.keys + hint.words) + 3
      guard used <= room else { break }
      kept.append(hint)
    }
    let texts = kept.sorted { $0.order < $1.order }.map {
      StyledText($0.keys + " ", .accent) + StyledText($0.words, .muted)
    }
    canvas.write(
      StyledText.joined(texts, by: "  "), endColumn: rect.endColumn - 1, row: rect.row)
  }
}

/// Draws a line being typed.
enum EntryView {
  /// Draws an entry into a row.
  static func draw(_ entry: Entry, on canvas: inout Canvas, in rect: Rect) {
    var rest = rect.inset(columns: 1, rows: 0)
    let label = entry.label
    canvas.write(label, style: Style(.accent, isBold: true), column: rest.column, row: rest.row)
    _ = rest.cutLeft(label.count)
    let complaint = entry.complaint.map { DisplayText($0).string } ?? ""
    let typed = min(DisplayText.columns(of: entry.editor.text) + 3, max(rest.columns / 2, 1))
    let wanted = min(DisplayText.columns(of: complaint), max(rest.columns - typed, 0))
    let right = rest.cutRight(wanted)
    canvas.write(
      DisplayText.truncated(complaint, columns: right.columns),
      style: Style(.clipped, isBold: true), column: right.column, row: right.row)
    if wanted > 0 {
      _ = rest.cutRight(2)
    } else {
      let others = entry.suggestions.filter { $0 != entry.editor.text }
      let room = rest.columns - DisplayText.columns(of: entry.editor.text) - 3
      if let first = others.first, DisplayText.columns(of: first) + 4 <= room {
        suggestions(others, on: &canvas, in: rest.cutRight(room))
      }
    }
    LineView.draw(entry.editor, on: &canvas, in: rest)
  }

  /// Draws what the line may become, as many as there is room for, the key that takes the first before it.
  private static func suggestions(
    _ suggestions: [String], on canvas: inout Canvas, in rect: Rect
  ) {
    var column = canvas.write(
      "Tab ", style: .accent, column: rect.column, row: rect.row, columns: rect.columns)
    for (index, name) in suggestions.enumerated() {
      let text = DisplayText((index == 0 ? "" : "  ") + name).string
      guard column + DisplayText.columns(of: text) <= rect.endColumn else { return }
      column = canvas.write(
        text, style: index == 0 ? .text : .muted, column: column, row: rect.row)
    }
  }
}

/// Draws a line editor: its text around the cursor, and the cursor.
enum LineView {
  /// Draws a line into a row, scrolled so that the cursor is seen.
  static func draw(_ editor: LineEditor, on canvas: inout Canvas, in rect: Rect) {
    let style: Style = editor.isUntouched ? .selected : .strong
    var first = editor.cursor
    var used = 1
    while first > 0 {
      let width = max(columns(of: editor.characters[first - 1]), 1)
      guard used + width <= rect.columns else { break }
      used += width
      first -= 1
    }
    var column = rect.column
    for (index, character) in editor.characters.enumerated().dropFirst(first) {
      // What cannot be shown stands as one mark, so that the cursor can pass it.
      let shown = columns(of: character) > 0 ? character : "\u{FFFD}"
      guard column + columns(of: shown) <= rect.endColumn else { return }
      let isCursor = index == editor.cursor
      column = canvas.write(
        String(shown), style: isCursor ? Style(.accent, isReversed: true) : style, column: column,
        row: rect.row)
    }
    if editor.cursor == editor.characters.count, column < rect.endColumn {
      canvas[column: column, row: rect.row] = Cell(" ", style: Style(.accent, isReversed: true))
    }
  }

  private static func columns(of character: Character) -> Int {
    DisplayText.columns(of: character)
  }
}

extension Entry {
  /// What stands before the line.
  var label: String {
    switch purpose {
    case .threshold(let threshold): threshold.name + "  "
    case .screen(let label): label + "  "
    case .command: ":"
    }
  }
}
