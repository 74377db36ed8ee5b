internal import QuantizationEngine

/// The least MSE of a block, as far as it is known.
enum BestKnown: Hashable, Sendable {
  /// This range has it.
  case found(ClippingRange, meanSquaredError: Double)
  /// There is none, and why.
  case missing(String)
}

/// What the least MSE of a block depends on.
struct BestKey: Hashable, Sendable {
  let generation: Int
  let block: Int
  let scheme: Scheme
}
