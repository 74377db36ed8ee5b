/// How much is known of the values behind a number.
public enum Exactness: Hashable, Sendable {
  /// Every value is on the line.
  case exact
  /// Every value is on the line, but only to within a bin; metrics come with ``ErrorBounds``.
  case bounded
  /// Some of the values are on the line, and nothing is said about the others.
  ///
  /// `of` is how many elements the whole tensor has.
  case sample(of: Int)
}
