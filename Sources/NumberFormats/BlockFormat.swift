/// A number format: a rule for blocks, each of so many values in so many bytes, under its name.
///
///     let format = BlockFormat.named("gguf-q4_k")
///     format?.bitsPerValue                              // 4.5
///     var span = values.mutableSpan
///     format?.decode(bytes, into: &span)
///
/// Two formats are the same when their names are.
public struct BlockFormat: Sendable {
  /// The name, in kebab-case; it never changes.
  public let name: String
  /// How many values a block stands for.
  public let valueCount: Int
  /// How many bytes a block takes, its scales included.
  public let byteCount: Int

  private let decodeBlocks: @Sendable (RawSpan, inout MutableSpan<Float>) -> Void

  init<Rule: BlockRule>(_ rule: Rule.Type) {
    name = Rule.name
    valueCount = Rule.valueCount
    byteCount = Rule.byteCount
    decodeBlocks = { Rule.decodeBlocks($0, into: &$1) }
  }

  /// The bits that a value costs, everything stored counted.
  ///
  ///     bitsPerValue = 8 · byteCount / valueCount
  public var bitsPerValue: Double {
    Double(8 * byteCount) / Double(valueCount)
  }

  /// Decodes whole blocks that lie one after another.
  ///
  /// The values are those of the format's source, bit for bit: float32 products and sums in its
  /// order, none of them fused. Every pattern of bytes has values, so a file need not be trusted.
  ///
  /// - Parameters:
  ///   - blocks: The bytes of any number of blocks, with no alignment.
  ///   - values: Where the values go, block after block, each in the order of its tensor.
  /// - Precondition: `blocks` has `n * byteCount` bytes and `values` has `n * valueCount` values.
  /// - Complexity: O(values).
  ///
  /// Edge cases:
  /// - A scale that is NaN or infinite gives what the arithmetic gives: NaN, ±infinity.
  /// - Which bits a NaN has is not promised.
  /// - No blocks give no values.
  public func decode(_ blocks: RawSpan, into values: inout MutableSpan<Float>) {
    let (count, rest) = blocks.byteCount.quotientAndRemainder(dividingBy: byteCount)
    precondition(rest == 0, "blocks are whole")
    precondition(values.count == count * valueCount, "there is room for the values of each block")
    decodeBlocks(blocks, &values)
  }
}

extension BlockFormat: Hashable {
  /// Whether two formats have the same name.
  public static func == (one: BlockFormat, other: BlockFormat) -> Bool {
    one.name == other.name
  }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}
