public import NumberFormats

/// What would be done to every tensor that nobody tuned by hand; the list shows its damage.
public enum RuleInForce: Hashable, Sendable {
  /// Codes of a scheme, each block over the whole of its range.
  case scheme(SchemeInForce)
  /// A number format, which has a rule of its own for each block.
  case format(NumberFormat)

  /// The format; nil for a scheme.
  public var format: NumberFormat? {
    if case .format(let format) = self { format } else { nil }
  }
}
