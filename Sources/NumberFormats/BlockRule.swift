/// How the bytes of one block lie, and what they mean.
///
/// Each is a namespace for one format, so that its loops are compiled with its sizes known: the
/// checks of the indices fall away and what is left is vectorized.
protocol BlockRule: SendableMetatype {
  /// The name of the format.
  static var name: String { get }
  /// How many values a block stands for.
  static var valueCount: Int { get }
  /// How many bytes a block takes.
  static var byteCount: Int { get }
  /// Decodes one block.
  ///
  /// - Precondition: `block` has `byteCount` bytes and `values` has `valueCount` values.
  static func decode(_ block: Span<UInt8>, into values: inout MutableSpan<Float>)
}

/// A block rule that goes both ways.
protocol EncodingBlockRule: BlockRule {
  /// Whether an importance matrix changes what is encoded; one that does not is ignored.
  static var usesImportance: Bool { get }
  /// Encodes one block as the format's own software does, bit for bit.
  ///
  /// - Parameters:
  ///   - values: `valueCount` of them, NaN and infinities among them.
  ///   - weights: How much each matters (an importance matrix), as many, or none.
  ///   - rowMeanSquare: Σx² / n over the row that the block is of; only asked for with weights.
  ///   - block: `byteCount` bytes.
  static func encode(
    _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float,
    into block: inout MutableSpan<UInt8>)
}

extension EncodingBlockRule {
  static var usesImportance: Bool { false }
}

extension BlockRule {
  /// Decodes block after block.
  ///
  /// - Precondition: `blocks` and `values` have room for the same number of whole blocks.
  static func decodeBlocks(_ blocks: RawSpan, into values: inout MutableSpan<Float>) {
    // Every pattern of bits is a byte, and a byte has no alignment.
    let bytes = unsafe blocks._unsafeView(as: UInt8.self)
    var byte = 0
    var value = 0
    while byte < bytes.count {
      var decoded = values._mutatingExtracting(value..<(value &+ valueCount))
      decode(bytes.extracting(byte..<(byte &+ byteCount)), into: &decoded)
      byte &+= byteCount
      value &+= valueCount
    }
  }
}
