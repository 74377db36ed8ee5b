public import QuantizationEngine

/// The scheme that every tensor has that nobody tuned by hand.
public struct SchemeInForce: Hashable, Sendable {
  /// The codes and the arithmetic.
  public var scheme: Scheme
  /// What shares an encoding, said once for tensors of many shapes.
  public var granularity: GranularityChoice

  /// A scheme for every tensor.
  public init(scheme: Scheme, granularity: GranularityChoice) {
    self.scheme = scheme
    self.granularity = granularity
  }
}
