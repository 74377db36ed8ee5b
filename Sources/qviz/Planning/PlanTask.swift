import NumberFormats

/// What a plan is to reach, and what it may choose; its mistakes are found before a file is opened.
struct PlanTask {
  /// What limits the plan.
  enum Limit {
    /// So many bits per value over all tensors.
    case bitsPerValue(Double)
    /// So many bytes in all.
    case byteCount(Int)
    /// So many dB over all tensors, for as few bits as possible.
    case decibels(Double)
  }

  /// Which error is to be small.
  enum Objective: String, CaseIterable {
    /// Σ over the tensors of Σe²/Σx².
    case relative
    /// Σe² over all values.
    case absolute
    /// The largest Σe²/Σx² of a tensor.
    case worst
  }

  /// What limits the plan.
  let limit: Limit
  /// Which error is to be small.
  let objective: Objective
  /// The formats that may be chosen.
  let formats: [NumberFormat]
  /// Formats that are ruled out for names of a pattern.
  let exclusions: [(pattern: NamePattern, formats: Set<String>)]
  /// The only formats for names of a pattern; none leave a tensor as it is.
  let restrictions: [(pattern: NamePattern, formats: Set<String>)]
  /// By what the errors of names of a pattern are multiplied.
  let factors: [(pattern: NamePattern, factor: Double)]

  /// What of the formats may be chosen for a name.
  func formats(for name: String) -> [NumberFormat] {
    let only = restrictions.last { $0.pattern.matches(name) }?.formats
    let out = exclusions.filter { $0.pattern.matches(name) }.reduce(into: Set<String>()) {
      $0.formUnion($1.formats)
    }
    return formats.filter { format in
      only?.contains(format.name) ?? true && !out.contains(format.name)
    }
  }

  /// By what the error of a tensor is multiplied: the last pattern decides.
  func factor(for name: String) -> Double {
    factors.last { $0.pattern.matches(name) }?.factor ?? 1
  }

  /// What of the patterns does nothing to tensors of some names, a sentence each.
  func remarks(for names: [String]) -> [String] {
    let all = Set(formats.map(\.name))
    let absent = exclusions.compactMap { pattern, excluded -> String? in
      let others = excluded.subtracting(all).sorted()
      return others.isEmpty
        ? nil
        : "--not '\(pattern.text)': \(others.joined(separator: ", ")) is not to choose from anyway"
    }
    let patterns =
      exclusions.map { ("--not", $0.pattern) } + restrictions.map { ("--only", $0.pattern) }
      + factors.map { ("--weight", $0.pattern) }
    let unmatched = patterns.filter { _, pattern in !names.contains(where: pattern.matches) }
    return absent + unmatched.map { "\($0) '\($1.text)': no tensor has such a name" }
  }
}
