public import QuantizationEngine

/// What a file stores with the codes of a tensor, as what is tuned starts with it.
public struct StoredRanges: Sendable {
  /// The codes and the arithmetic.
  public let scheme: Scheme
  /// The range of each block, which gives the stored encoding back.
  let ranges: BlockRanges.Base

  /// A scheme, and the range of each block of the tensor.
  public init(scheme: Scheme, ranges: [ClippingRange]) {
    self.scheme = scheme
    self.ranges = BlockRanges.Base(ranges, from: RangeOrigin.file)
  }
}
