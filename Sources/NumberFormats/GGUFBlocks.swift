/// The blocks of a GGUF type as blocks of a ``NumberFormat``.
///
/// A row's weights and mean square reach the rule as they are given; what they mean is the rule's.
struct GGUFBlocks<Rule: EncodingBlockRule>: BlockCoder {
  /// How many bytes so many values take.
  ///
  /// - Precondition: They are whole blocks: ggml refuses rows that are not.
  func byteCount(for valueCount: Int) -> Int {
    precondition(valueCount % Rule.valueCount == 0, "a row is a whole number of blocks")
    return valueCount / Rule.valueCount * Rule.byteCount
  }

  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>
  ) {
    Rule.encode(values, weights: weights, rowMeanSquare: tensor.rowMeanSquare, into: &block)
  }

  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>
  ) {
    Rule.decode(block, into: &values)
  }
}
