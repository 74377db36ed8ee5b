internal import NumberFormats

/// Which way one goes through the number formats of a kind.
enum FormatWalk: Hashable, Sendable {
  /// To fewer bits.
  case fewer
  /// To more bits.
  case more
  /// To the next of those that differ in something, and from the last to the first.
  case next(FormatFacet)

  /// What the formats differ in.
  var facet: FormatFacet { if case .next(let facet) = self { facet } else { .bits } }
}
