/// What is to be known of each block of a pass.
public enum BlockDetail: Hashable, Sendable {
  /// Its range and its encoding.
  case encodings
  /// These, and the sums of its error.
  case errors
}

/// What a pass found in one block.
public struct PassedBlock: Hashable, Sendable {
  /// What became of the values of a block.
  public enum Outcome: Hashable, Sendable {
    /// They were quantized: with what, and the error, where ``BlockDetail/errors`` were asked for.
    /// Codes are counted for the tensor alone, so the sums have no counts of levels.
    case quantized(AffineQuantizer, ErrorSums?)
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
    sums: ErrorSums?, scheme: Scheme
  ) {
    self.block = block
    self.excluded = excluded
    range = ClippingRange(bounds)
    outcome = Outcome(quantizer, of: range, sums: sums, scheme: scheme)
  }
}

/// The encoding of a block by its own range.
///
/// Why there is none is asked again of the rule, which is pure: millions of these are made, and a
/// reason in each would have to be copied with care.
enum BlockQuantizer {
  case quantizer(AffineQuantizer)
  case noFiniteValues
  case noEncoding

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
      self = .noEncoding
    }
  }
}

extension PassedBlock.Outcome {
  /// What became of the values of a block.
  init(
    _ quantizer: BlockQuantizer, of range: ClippingRange?, sums: ErrorSums?, scheme: Scheme
  ) {
    switch quantizer {
    case .quantizer(let quantizer): self = .quantized(quantizer, sums)
    case .noFiniteValues: self = .noFiniteValues
    case .noEncoding:
      self = Self.refusal(of: range, scheme: scheme).map { .noEncoding($0) } ?? .noFiniteValues
    }
  }

  /// Why a range has no encoding; nil if it has one.
  static func refusal(of range: ClippingRange?, scheme: Scheme) -> EncodingError? {
    guard let range else { return nil }
    do throws(EncodingError) {
      _ = try scheme.encoding(for: range)
      return nil
    } catch {
      return error
    }
  }
}

extension ClippingRange {
  /// The range of some bounds; nil for no values.
  init?(_ bounds: LaneBounds) {
    guard let range = bounds.range else { return nil }
    self.init(lower: range.lowerBound, upper: range.upperBound)
  }
}
