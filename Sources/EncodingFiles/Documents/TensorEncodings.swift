public import QuantizationEngine

/// What a tensor is to the network, where a tool keeps the two apart.
public enum TensorRole: String, Hashable, Sendable, CaseIterable {
  /// A value that flows through the network: it has one encoding for all its elements.
  case activation
  /// A constant of the network, such as a weight.
  case parameter
}

/// Everything there is to say about how one tensor is quantized.
///
/// *Shape:* `clippingRanges` and `encodings` have one element per block, in row-major order of
/// `layout.blockShape`.
///
/// The scheme has codes, symmetry, rounding and scaling; what else a scheme may have is left out of it here.
///
/// Invariants: as many ranges and encodings as blocks; every range finite; every encoding has the
/// codes of `scheme`.
public struct TensorEncodings: Hashable, Sendable {
  /// The tensor's name, as the network spells it.
  public let name: String
  /// What the tensor is to the network.
  public let role: TensorRole
  /// What the elements are stored as, such as `float32`; nil where nobody knows.
  public let elementType: String?
  /// The shape, and which elements share an encoding.
  public let layout: BlockLayout
  /// Codes, symmetry and arithmetic.
  public let scheme: Scheme
  /// The clipping range asked for each block.
  public let clippingRanges: [ClippingRange]
  /// The encoding of each block.
  public let encodings: [AffineEncoding]
  /// The type in which the tool stores the scales, of which ``encodings`` has the float32.
  public var scaleType = ElementType.float32
  /// What chose the clipping ranges, such as `min-max` or `by hand`; nil where nobody knows.
  public var rangeOrigin: String?
  /// What a person has written about the tensor; nil for nothing.
  public var note: String?
  /// What the encodings did to the values when they were chosen; nil where nobody measured it.
  public var error: RecordedError?

  /// The encodings of a tensor, checked.
  ///
  /// - Throws: ``EncodingFileError/blockCount(tensor:part:expected:found:)``,
  ///   ``EncodingFileError/rangeNotFinite(tensor:block:range:)``,
  ///   ``EncodingFileError/codesNotOfScheme(tensor:block:expected:found:)``.
  public init(
    name: String, role: TensorRole, elementType: String?, layout: BlockLayout, scheme: Scheme,
    clippingRanges: [ClippingRange], encodings: [AffineEncoding]
  ) throws(EncodingFileError) {
    let scheme = scheme.written
    for (part, found) in [
      (BlockPart.clippingRanges, clippingRanges.count), (.encodings, encodings.count),
    ] where found != layout.blockCount {
      throw .blockCount(tensor: name, part: part, expected: layout.blockCount, found: found)
    }
    for (block, range) in clippingRanges.enumerated()
    where !range.lower.isFinite || !range.upper.isFinite {
      throw .rangeNotFinite(tensor: name, block: block, range: range)
    }
    let codes = scheme.quantMin...scheme.quantMax
    for (block, encoding) in encodings.enumerated()
    where encoding.quantMin != codes.lowerBound || encoding.quantMax != codes.upperBound {
      throw .codesNotOfScheme(
        tensor: name, block: block, expected: codes, found: encoding.quantMin...encoding.quantMax)
    }
    self.name = name
    self.role = role
    self.elementType = elementType
    self.layout = layout
    self.scheme = scheme
    self.clippingRanges = clippingRanges
    self.encodings = encodings
  }

  /// The dimensions of the tensor.
  public var shape: [Int] { layout.shape }

  /// Which elements share an encoding.
  public var granularity: Granularity { layout.granularity }
}
