internal import QuantizationEngine

/// What the errors of all blocks depend on; the ranges change one by one and are not part of it.
struct BlocksKey: Hashable, Sendable {
  let generation: Int
  let scheme: Scheme
  /// Counts the changes of more than one range.
  let revision: Int
}
