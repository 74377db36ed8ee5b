/// Patterns of names: one for all that differ in their first number alone.
///
///     ^model\.layers\.(0|3|7)\.mlp\.down_proj$
enum ModulePatterns {
  /// The fewest patterns of this kind that are of just these names, in the order of the names.
  static func patterns(of names: [String]) -> [String] {
    var order: [Frame] = []
    var numbers: [Frame: [Substring]] = [:]
    for name in names {
      let (frame, number) = Frame.of(name)
      if numbers[frame] == nil { order.append(frame) }
      numbers[frame, default: []].append(number)
    }
    return order.map { frame in
      let numbers = numbers[frame] ?? []
      let choice = numbers.count == 1 ? "\(numbers[0])" : "(\(numbers.joined(separator: "|")))"
      return "^" + PlanName.escaped(frame.before) + (frame.hasNumber ? choice : "")
        + PlanName.escaped(frame.after) + "$"
    }
  }

  /// What is around the first number of a name that is between points.
  private struct Frame: Hashable {
    let before: String
    let after: String
    let hasNumber: Bool

    static func of(_ name: String) -> (Frame, Substring) {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard
        let place = parts.firstIndex(where: { !$0.isEmpty && $0.allSatisfy { "0"..."9" ~= $0 } })
      else { return (Frame(before: name, after: "", hasNumber: false), "") }
      let before = parts[..<place].joined(separator: ".") + (place > 0 ? "." : "")
      let after = parts[(place + 1)...].joined(separator: ".")
      return (
        Frame(
          before: before, after: place + 1 < parts.count ? "." + after : "", hasNumber: true),
        parts[place]
      )
    }
  }
}
