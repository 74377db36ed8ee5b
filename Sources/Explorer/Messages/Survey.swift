/// Some tensors to be looked at, one after another, for a row of the list each.
public struct Survey: Hashable, Sendable {
  /// Why they are looked at now.
  public enum Reason: Hashable, Sendable {
    /// Their rows are on the screen, or the order of the rows hangs on them.
    case shown
    /// They will be wanted sooner or later.
    case later
  }

  /// What is wanted of each.
  public struct Parts: OptionSet, Hashable, Sendable {
    /// The bits of the parts.
    public let rawValue: UInt8

    /// Parts by their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The picture of the distribution and what is known of the values, which no rule changes.
    public static let values = Parts(rawValue: 1)
    /// What the rule in force does to them.
    public static let damage = Parts(rawValue: 2)
    /// What a quantized counterpart has lost.
    public static let stored = Parts(rawValue: 4)
  }

  /// Which tensors, in the order in which they are wanted.
  public let tensors: [Int]
  /// What is done to them.
  public let rule: RuleInForce
  /// What is wanted of each.
  public let parts: Parts
  /// Why.
  public let reason: Reason
}
