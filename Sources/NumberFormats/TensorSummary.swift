/// What a format may know of a whole tensor before it encodes the first block.
public struct TensorSummary: Hashable, Sendable {
  /// max |x| over the finite values; 0 without any.
  public var largestMagnitude: Float
  /// Σx² / n over the row in which a block lies; what ggml's importance searches add to x².
  public var rowMeanSquare: Float
  /// The mean of the scales of all blocks, where a format stores what they differ from it.
  public var meanScale: Float

  /// A summary of nothing but zeros, or of what is given.
  public init(largestMagnitude: Float = 0, rowMeanSquare: Float = 0, meanScale: Float = 0) {
    self.largestMagnitude = largestMagnitude
    self.rowMeanSquare = rowMeanSquare
    self.meanScale = meanScale
  }
}
