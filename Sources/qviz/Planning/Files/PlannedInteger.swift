import NumberFormats

/// A format of integers, read from its name.
///
///     int4-asym:g128:compressed-tensors
struct PlannedInteger: Hashable {
  /// What shares a scale.
  enum Scope: Hashable {
    case tensor
    case channel
    case group(Int)
  }

  /// How many bits a code has.
  let bitWidth: Int
  /// Whether there are zero-points.
  let isAsymmetric: Bool
  /// What shares a scale.
  let scope: Scope
  /// Whose arithmetic it is; nil for qviz's own.
  let tool: String?

  /// The integers of a format; nil where it has none.
  init?(_ format: NumberFormat) {
    var parts = format.name.split(separator: ":").map(String.init)
    let head = parts.removeFirst()
    isAsymmetric = head.hasSuffix("-asym")
    let word = isAsymmetric ? String(head.dropLast(5)) : head
    guard word.hasPrefix("int"), let bits = Int(word.dropFirst(3)) else { return nil }
    bitWidth = bits
    switch parts.first {
    case "channel": scope = .channel
    case let part? where part.hasPrefix("g") && Int(part.dropFirst()) != nil:
      scope = .group(Int(part.dropFirst()) ?? 0)
    default: scope = .tensor
    }
    if scope != .tensor { parts.removeFirst() }
    tool = parts.first
  }
}
