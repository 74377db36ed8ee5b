/// What the rows of the list are sorted by.
enum TensorOrder: Hashable, Sendable, CaseIterable {
  /// The name, in the order in which people count.
  case name
  /// The SQNR, the lowest first.
  case damage
  /// The SQNR as the quantized model stores it, the lowest first.
  case stored
  /// By how many dB the rule in force would be better than that, the most first.
  case gain
  /// The bytes in the file, the most first.
  case size
  /// The distance from the smallest to the largest value, the widest first.
  case range

  /// What the list says it is sorted by.
  func words(isComparison: Bool) -> String {
    switch self {
    case .name: "by name"
    case .damage where isComparison: "by damage of the rule, the worst first"
    case .damage: "by damage, the worst first"
    case .stored: "by damage as stored, the worst first"
    case .gain: "by what the rule would win"
    case .size: "by size, the largest first"
    case .range: "by range, the widest first"
    }
  }

  /// The one after it, and the first after the last; some are there in a comparison only.
  func next(isComparison: Bool) -> TensorOrder {
    let all: [TensorOrder] =
      isComparison
      ? [.name, .stored, .damage, .gain, .size, .range] : [.name, .damage, .size, .range]
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// The damage that it hangs on; nil where it hangs on none.
  var kind: DamageKind? {
    switch self {
    case .damage: .byRule
    case .stored: .asStored
    case .name, .gain, .size, .range: nil
    }
  }

  /// Whether it hangs on what was read of the tensors.
  var needsReading: Bool { self != .name && self != .size }
}
