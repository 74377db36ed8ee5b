/// Values of one block to the bytes that a format stores, and back.
///
/// This is for blocks of a bounded size that are whole in memory: those of ``BlockShape/flat(_:)``
/// and ``BlockShape/row(_:)``. Both directions are those of the format's own software, bit for bit.
protocol BlockCoder: Sendable {
  /// Whether the largest magnitude of the tensor must be known, which costs a reading.
  var needsTensorSummary: Bool { get }

  /// How many bytes a block of so many values takes, its scales included.
  func byteCount(for valueCount: Int) -> Int
  /// How many bits of those count: fewer, where tools leave no gaps between blocks.
  func bitCount(for valueCount: Int) -> Int
  /// How many bytes the tensor takes beside its blocks: 4 for a factor of all of them.
  var tensorByteCount: Int { get }

  /// Encodes one block.
  ///
  /// - Parameters:
  ///   - values: The values, NaN and infinities among them.
  ///   - weights: How much each value matters, one for each or none at all; a format that does not
  ///     use them ignores them.
  ///   - tensor: What is known of the whole tensor.
  ///   - block: Where the bytes go; there is room for just those of the block.
  func encode(
    _ values: Span<Float>, weights: Span<Float>, of tensor: TensorSummary,
    into block: inout MutableSpan<UInt8>)

  /// Decodes one block; every pattern of bytes has values.
  func decode(
    _ block: Span<UInt8>, of tensor: TensorSummary, into values: inout MutableSpan<Float>)
}

extension BlockCoder {
  /// Most formats need to know of a block only the block.
  var needsTensorSummary: Bool { false }

  /// Most formats have blocks of whole bytes.
  func bitCount(for valueCount: Int) -> Int { 8 * byteCount(for: valueCount) }

  /// Nothing, unless a format says otherwise.
  var tensorByteCount: Int { 0 }
}
