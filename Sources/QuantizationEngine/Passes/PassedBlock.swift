/// What a pass found in one block.
public struct PassedBlock: Hashable, Sendable {
  /// What became of the values of a block.
  public enum Outcome: Hashable, Sendable {
    /// They were quantized: with what, and the error. Codes are counted for the tensor alone, so the
    /// sums have no counts of levels.
    case quantized(AffineQuantizer, ErrorSums)
    /// There are none: every element is NaN or infinite, or there is no element.
    case noFiniteValues
    /// The scheme's rule makes no encoding of their range.
    case noEncoding(EncodingError)
  }

  /// Which block, in the order of ``BlockLayout``.
  public let block: Int
  /// The smallest and the largest finite value; nil if there are none.
  public let range: ClippingRange?
  /// How many elements are not finite.
  public let excluded: NonFiniteCounts
  /// What became of the values.
  public let outcome: Outcome

  init(
    block: Int, bounds: LaneBounds, excluded: NonFiniteCounts, quantizer: BlockQuantizer,
    sums: ErrorSums
  ) {
    self.block = block
    self.excluded = excluded
    range = bounds.range.map { ClippingRange(lower: $0.lowerBound, upper: $0.upperBound) }
    outcome =
      switch quantizer {
      case .quantizer(let quantizer): .quantized(quantizer, sums)
      case .noFiniteValues: .noFiniteValues
      case .noEncoding(let reason): .noEncoding(reason)
      }
  }
}

/// The encoding of a block by its own range.
enum BlockQuantizer {
  case quantizer(AffineQuantizer)
  case noFiniteValues
  case noEncoding(EncodingError)

  /// The quantizer that a scheme makes of the bounds of a block.
  @inline(__always)
  init(_ bounds: LaneBounds, scheme: Scheme) {
    guard bounds.lower <= bounds.upper else {
      self = .noFiniteValues
      return
    }
    do throws(EncodingError) {
      let range = ClippingRange(lower: bounds.lower, upper: bounds.upper)
      self = .quantizer(
        AffineQuantizer(
          encoding: try scheme.encoding(for: range), arithmetic: scheme.arithmetic))
    } catch {
      self = .noEncoding(error)
    }
  }
}
