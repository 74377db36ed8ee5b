/// How counts become heights.
enum CountScale: Hashable, Sendable {
  /// The logarithm of one more than the count.
  case logarithmic
  /// The count.
  case linear
}
