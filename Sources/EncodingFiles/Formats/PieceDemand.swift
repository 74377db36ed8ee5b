/// Whether whoever takes pieces of a text wants another.
public enum PieceDemand: Hashable, Sendable {
  /// The next one, if there is one.
  case more
  /// None: what was taken is enough.
  case enough
}
