/// How the damage of all tensors is spread: what the small picture shows, and how many are below the
/// line.
struct DamageProfile: Hashable, Sendable {
  /// What it hangs on; it is made anew only when that has changed.
  struct Key: Hashable, Sendable {
    let revision: Int
    let kind: DamageKind
    let rule: RuleInForce
    let plan: Int?
    let threshold: Double?
    let isPictured: Bool
  }

  /// What it hangs on; nil before the first picture.
  let key: Key?
  /// How many tensors are worse than the line.
  let belowCount: Int
  /// The SQNR of each tensor that has one, the lowest first; empty where there is no picture of it.
  let decibels: [Double]

  /// The profile of nothing.
  init() {
    key = nil
    belowCount = 0
    decibels = []
  }

  /// The profile of some damages.
  init(_ damages: [Damage?], _ key: Key) {
    self.key = key
    belowCount =
      key.threshold.map { threshold in damages.count { $0?.isBelow(threshold) == true } } ?? 0
    decibels = key.isPictured ? damages.compactMap { $0.map { -$0.badness } }.sorted() : []
  }
}

/// Which damage of a tensor is meant.
enum DamageKind: Hashable, Sendable {
  /// What the rule in force would do.
  case byRule
  /// What its quantized counterpart has lost.
  case asStored
}
