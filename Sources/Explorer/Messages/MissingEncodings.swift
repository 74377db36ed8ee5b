public import QuantizationEngine

/// The blocks that have no encoding, without which nothing is exported.
public struct MissingEncodings: Error, Hashable, Sendable, CustomStringConvertible {
  /// Which blocks.
  public let blocks: ListedBlocks
  /// Why the first of them has none.
  public let reason: EncodingError
  /// How elements fall into blocks.
  let layout: BlockLayout

  /// One sentence: how many, which, and why.
  public var description: String {
    guard layout.blockCount > 1 else { return "\(reason)" }
    return GranularityText.share(blocks, of: layout.blockCount, layout.granularity)
      + " \(blocks.count == 1 ? "has" : "have") no encoding: \(blocks.words) (\(reason))"
  }
}
