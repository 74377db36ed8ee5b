/// What the rows of the list are sorted by.
enum TensorOrder: Hashable, Sendable, CaseIterable {
  /// The name, in the order in which people count.
  case name
  /// The SQNR, the lowest first.
  case damage
  /// The bytes in the file, the most first.
  case size
  /// The distance from the smallest to the largest value, the widest first.
  case range

  /// What the list says it is sorted by.
  var words: String {
    switch self {
    case .name: "by name"
    case .damage: "by damage, the worst first"
    case .size: "by size, the largest first"
    case .range: "by range, the widest first"
    }
  }

  /// The one after it, and the first after the last.
  var next: TensorOrder {
    let all = TensorOrder.allCases
    return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
  }

  /// Whether it hangs on what was read of the tensors.
  var needsReading: Bool { self == .damage || self == .range }
}
