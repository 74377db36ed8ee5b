/// Some tensors to be looked at, one after another, for a row of the list each.
public struct Survey: Hashable, Sendable {
  /// Why they are looked at now.
  public enum Reason: Hashable, Sendable {
    /// Their rows are on the screen, or the order of the rows hangs on them.
    case shown
    /// They will be wanted sooner or later.
    case later
  }

  /// How much of each is wanted.
  public enum Detail: Hashable, Sendable {
    /// Everything.
    case all
    /// The damage alone: the picture of the distribution is there, and no scheme changes it.
    case damage
  }

  /// Which tensors, in the order in which they are wanted.
  public let tensors: [Int]
  /// What is done to them.
  public let inForce: SchemeInForce
  /// How much of each is wanted.
  public let detail: Detail
  /// Why.
  public let reason: Reason
}
