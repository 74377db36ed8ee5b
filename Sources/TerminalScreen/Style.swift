/// What a piece of the screen means; a backend decides which colour says so.
///
/// Meaning is never carried by the colour alone: a role is always beside a word, a mark or a place.
public enum Role: Hashable, Sendable {
  /// Ordinary text, in the terminal's own foreground.
  case text
  /// Labels, frames and units, which the eye may pass over.
  case muted
  /// Keys, the program's name and whatever has the focus.
  case accent
  /// The distribution of the tensor as it was given.
  case float
  /// The distribution after quantization.
  case quantized
  /// Whatever clipping has done, and errors.
  case clipped
  /// Good news: exact, saved, best.
  case good
  /// One of the eight steps of a heat scale, 0 the best and 7 the worst.
  case heat(UInt8)
}

/// How a cell is drawn: a role and the attributes every terminal has.
public struct Style: Hashable, Sendable {
  /// What the cell means.
  public var role: Role
  /// Drawn heavier, for numbers and headings.
  public var isBold: Bool
  /// Foreground and background exchanged, for the selected thing.
  public var isReversed: Bool

  /// A style with the given role and attributes.
  public init(_ role: Role = .text, isBold: Bool = false, isReversed: Bool = false) {
    self.role = role
    self.isBold = isBold
    self.isReversed = isReversed
  }

  /// Ordinary text.
  public static let text = Style(.text)
  /// Labels, frames and units.
  public static let muted = Style(.muted)
  /// Numbers and headings.
  public static let strong = Style(.text, isBold: true)
  /// Keys and focus.
  public static let accent = Style(.accent)
  /// The selected thing.
  public static let selected = Style(.text, isReversed: true)
}
