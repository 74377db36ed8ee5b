public import QuantizationEngine

/// Something that was taken for granted about a tensor because nobody said it.
public enum CompletionAssumption: Hashable, Sendable {
  /// The codes, and how they lie about zero.
  case codes(Scheme)
  /// The axis of channels or groups.
  case axis(Int)
  /// What the tensor is to the network.
  case role(TensorRole)
  /// The float32 operations between a value and its code.
  case arithmetic(QuantizationArithmetic)

  /// What it is about.
  public var members: Set<TensorMember> {
    switch self {
    case .codes: [.codes, .signedness, .symmetry]
    case .axis: [.axis]
    case .role: [.role]
    case .arithmetic: [.rounding, .scaling]
    }
  }

  /// What was taken for granted, and what says otherwise.
  public var words: String {
    switch self {
    case .codes(let scheme):
      "codes are taken to be \(scheme.symmetry.words), \(scheme.quantMin)…\(scheme.quantMax) "
        + "(--bits, --signed, --unsigned, --symmetric)"
    case .axis(let axis): "the axis is taken to be \(axis) (--axis)"
    case .role(.activation): "taken to be an activation (--role)"
    case .role(.parameter): "taken to be a parameter (--role)"
    case .arithmetic(let arithmetic):
      "rounding is taken to be \(arithmetic.rounding.name), of a "
        + (arithmetic.scaling == .divide ? "quotient by the scale" : "product with its inverse")
        + " (--rounding, --scaling)"
    }
  }
}
