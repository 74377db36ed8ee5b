internal import TerminalScreen

extension Model {
  /// The page of text that lies over the view, with its heading and its first line on the screen.
  var textPage: (page: TextPage, title: String, firstLine: Int)? {
    let body = ScreenRows(sheet.size).body
    switch overlay {
    case .help(let first): return (HelpText.page(body), "help", first)
    case .explanation(let first):
      return (TextPage(body) { explanation(columns: $0)?.lines ?? [] }, "explanation", first)
    case .entry, .export, .confirmQuit, nil: return nil
    }
  }

  /// What the screen that is on explains.
  func explanation(columns: Int) -> Explanation? {
    screen.explanation(sheet, columns: columns)
  }
}
