import Foundation
import TerminalScreen
import Testing

/// A golden screen: a text file of rows that end in a bar, then the same grid as style letters.
///
/// `QVIZ_RECORD_SCREENS=1` writes the files anew, and fails so that nobody records by accident.
enum ScreenFile {
  /// Compares a canvas with the file of a name and its own size.
  static func expect(
    _ canvas: Canvas, isScreen name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Screens")
    let file = folder.appending(
      path: "\(name).\(canvas.size.columns)x\(canvas.size.rows).screen")
    let found = text(of: canvas)
    if ProcessInfo.processInfo.environment["QVIZ_RECORD_SCREENS"] == "1" {
      try Data(found.utf8).write(to: file)
      Issue.record("recorded \(file.lastPathComponent)", sourceLocation: sourceLocation)
      return
    }
    let expected = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    #expect(found == expected, "\(file.lastPathComponent)", sourceLocation: sourceLocation)
  }

  /// The canvas as the file holds it.
  static func text(of canvas: Canvas) -> String {
    let rows = 0..<canvas.size.rows
    let characters = rows.map { row in
      String(canvas.row(row).map(\.character).filter { $0 != Cell.continuation.character }) + "|\n"
    }
    let styles = rows.map { row in String(canvas.row(row).map { letter(of: $0.style) }) + "|\n" }
    return characters.joined() + "\n" + styles.joined()
  }

  /// A style as a letter: small for plain, capital for bold, another one for reversed.
  private static func letter(of style: Style) -> Character {
    let letter: Character =
      switch style.role {
      case .text: style.isReversed ? "r" : "t"
      case .muted: style.isReversed ? "u" : "m"
      case .accent: style.isReversed ? "x" : "a"
      case .float: "f"
      case .quantized: "q"
      case .clipped: "c"
      case .good: style.isReversed ? "y" : "g"
      case .heat(let step): Character("\(step)")
      }
    return style.isBold ? Character(letter.uppercased()) : letter
  }
}
