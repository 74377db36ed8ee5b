/// A tensor without a counterpart, and what is known about why.
public struct UnmatchedTensor: Hashable, Sendable {
  /// Which tensor of its side's list.
  public let index: Int
  /// Why it has no counterpart.
  public let reason: UnmatchedReason

  /// A tensor and the reason.
  public init(index: Int, reason: UnmatchedReason) {
    self.index = index
    self.reason = reason
  }
}

/// Why a tensor has no counterpart.
public enum UnmatchedReason: Hashable, Sendable {
  /// Nothing on the other side fits.
  case noCounterpart
  /// The tensor of the other side with that name has another size.
  case otherSize(counterpart: String)
  /// It says how another tensor is stored: a scale, a zero-point, an order.
  case companion(of: String)
  /// The other side uses its embedding as output layer too.
  case tied
  /// It is worked out from the configuration by whoever needs it: rotary frequencies, masks.
  case derived
}

extension UnmatchedReason: CustomStringConvertible {
  /// A few words for a person.
  public var description: String {
    switch self {
    case .noCounterpart: "no counterpart"
    case .otherSize(let counterpart): "\(counterpart) has another size"
    case .companion(let owner): "belongs to \(owner)"
    case .tied: "the other model uses its embedding in its place"
    case .derived: "worked out, not trained"
    }
  }
}

extension UnmatchedReason {
  private static let derivedEndings = [
    "rotary_emb.inv_freq", "rotary_pos_emb.inv_freq", "rope.freqs", "rope_freqs.weight",
    "rope_factors_long.weight", "rope_factors_short.weight", ".masked_bias", ".attn.bias",
    ".attention.bias", "embeddings.position_ids",
  ]

  /// Whether a tensor of this name is worked out and not trained.
  static func isDerived(_ name: String) -> Bool {
    derivedEndings.contains { name.ends(in: $0) }
  }
}
