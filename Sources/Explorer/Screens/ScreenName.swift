/// What a screen is called, and the key that shows it.
struct ScreenName: Hashable, Sendable {
  /// The digit that shows it.
  let number: Int
  /// What its tab says.
  let title: String
}
