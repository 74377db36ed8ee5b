/// A line of text in pieces, each with a style of its own.
public struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
  /// A piece of one style.
  public struct Piece: Hashable, Sendable {
    /// What it says.
    public var text: String
    /// How it is drawn.
    public var style: Style
  }

  /// The pieces from left to right.
  public private(set) var pieces: [Piece]

  /// A text of one style.
  public init(_ text: String, _ style: Style = .text) {
    pieces = text.isEmpty ? [] : [Piece(text: text, style: style)]
  }

  /// Ordinary text.
  public init(stringLiteral text: String) {
    self.init(text)
  }

  /// How many columns it takes.
  public var columns: Int { pieces.reduce(0) { $0 + DisplayText.columns(of: $1.text) } }

  /// What it says, without styles.
  public var string: String { pieces.map(\.text).joined() }

  /// One text behind another.
  public static func + (first: StyledText, second: StyledText) -> StyledText {
    var text = first
    text.pieces += second.pieces
    return text
  }

  /// Puts a text behind this one.
  public static func += (first: inout StyledText, second: StyledText) {
    first.pieces += second.pieces
  }

  /// Some texts with a separator between neighbours; empty ones are left out.
  public static func joined(_ texts: [StyledText], by separator: StyledText) -> StyledText {
    texts.filter { !$0.pieces.isEmpty }.reduce("") { joined, text in
      joined.pieces.isEmpty ? text : joined + separator + text
    }
  }
}
