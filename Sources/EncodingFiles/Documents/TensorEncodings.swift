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
/// *Shape:* `clippingRanges` and `encodings` have one element per block, in row-major order of the blocks
/// (``BlockLayout/blockShape``). What was measured has a shape; what was read from a file may have none, and
/// then there are as many blocks as encodings.
///
/// The scheme has codes, symmetry, rounding and scaling; what else a scheme may have is left out of it here.
///
/// Invariants: as many ranges and encodings as blocks, one where all elements share it; the axis at or above 0
/// and groups of at least 1; every range finite; every encoding has the codes of `scheme`.
public struct TensorEncodings: Hashable, Sendable {
  /// The tensor's name, as the network spells it.
  public let name: String
  /// What the tensor is to the network.
  public let role: TensorRole
  /// What the elements are stored as, such as `float32`; nil where nobody knows.
  public let elementType: String?
  /// Which elements share an encoding.
  public let granularity: Granularity
  /// How the elements fall into blocks; nil where nobody knows the shape.
  public let layout: BlockLayout?
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

  /// The encodings of a tensor of a known shape, checked.
  ///
  /// - Throws: ``EncodingFileError/blockCount(tensor:part:expected:found:)``,
  ///   ``EncodingFileError/rangeNotFinite(tensor:block:range:)``,
  ///   ``EncodingFileError/codesNotOfScheme(tensor:block:expected:found:)``.
  public init(
    name: String, role: TensorRole, elementType: String?, layout: BlockLayout, scheme: Scheme,
    clippingRanges: [ClippingRange], encodings: [AffineEncoding]
  ) throws(EncodingFileError) {
    try self.init(
      name: name, role: role, elementType: elementType, granularity: layout.granularity,
      layout: layout, blockCount: layout.blockCount, scheme: scheme,
      clippingRanges: clippingRanges, encodings: encodings)
  }

  /// The encodings of a tensor whose shape nobody knows, checked.
  ///
  /// - Throws: As ``init(name:role:elementType:layout:scheme:clippingRanges:encodings:)``;
  ///   ``EncodingFileError/axisWithoutShape(tensor:axis:)`` for an axis that is counted from the last, and
  ///   ``EncodingFileError/layout(tensor:reason:)`` for groups of no elements.
  public init(
    name: String, role: TensorRole, elementType: String?, granularity: Granularity,
    scheme: Scheme, clippingRanges: [ClippingRange], encodings: [AffineEncoding]
  ) throws(EncodingFileError) {
    if let axis = granularity.axis, axis < 0 { throw .axisWithoutShape(tensor: name, axis: axis) }
    if case .perGroup(_, let size) = granularity, size < 1 {
      throw .layout(tensor: name, reason: .groupSizeNotPositive(size))
    }
    try self.init(
      name: name, role: role, elementType: elementType, granularity: granularity, layout: nil,
      blockCount: granularity == .perTensor ? 1 : encodings.count, scheme: scheme,
      clippingRanges: clippingRanges, encodings: encodings)
  }

  private init(
    name: String, role: TensorRole, elementType: String?, granularity: Granularity,
    layout: BlockLayout?, blockCount: Int, scheme: Scheme, clippingRanges: [ClippingRange],
    encodings: [AffineEncoding]
  ) throws(EncodingFileError) {
    let scheme = scheme.written
    for (part, found) in [
      (BlockPart.clippingRanges, clippingRanges.count), (.encodings, encodings.count),
    ] where found != blockCount {
      throw .blockCount(tensor: name, part: part, expected: blockCount, found: found)
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
    self.granularity = granularity
    self.layout = layout
    self.scheme = scheme
    self.clippingRanges = clippingRanges
    self.encodings = encodings
  }

  /// The dimensions of the tensor; nil where nobody knows them.
  public var shape: [Int]? { layout?.shape }

  /// How many blocks there are.
  public var blockCount: Int { encodings.count }
}
