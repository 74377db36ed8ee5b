/// What earlier sessions have kept, and what is known of how this one keeps.
struct SessionMemory: Hashable, Sendable {
  /// The tensors of which something is kept.
  var kept: Set<Int> = []
  /// Whether it was said that nothing can be kept; once is enough.
  var hasComplained = false
  /// Whether it was said that another session tunes the same tensor; once is enough.
  var hasSaidOther = false
}
