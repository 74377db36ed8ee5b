/// How many values the rows are measured on.
struct Sizes: Sendable {
  /// A tensor of a small layer.
  let small: Int
  /// The tensor that most promises are about.
  let medium: Int
  /// The largest tensor.
  let large: Int

  /// The sizes that the promises name.
  static let full = Sizes(small: 1 << 20, medium: 1 << 24, large: 1 << 27)
  /// Sizes for a first look, at which some promises are not meant to hold.
  static let quick = Sizes(small: 1 << 16, medium: 1 << 20, large: 1 << 22)
}
