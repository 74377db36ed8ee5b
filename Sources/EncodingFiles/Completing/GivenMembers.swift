public import QuantizationEngine

/// What is given about a tensor beside the file that has its encodings: by a person, or by the tensor itself.
///
/// It stands in where the file says nothing. Where the file says something else it is refused, and not passed
/// over.
public struct GivenMembers: Hashable, Sendable {
  /// How many codes there are before restriction: 256 for 8 bits.
  public var levelCount: Int?
  /// Whether codes start at zero or lie on both sides of it.
  public var signedness: Signedness?
  /// How the codes lie about the real zero.
  public var symmetry: Symmetry?
  /// What happens to ties.
  public var rounding: RoundingMode?
  /// How values meet the scale.
  public var scaling: ScalingOperation?
  /// The axis of channels or groups; below 0 it is counted from the last one.
  public var axis: Int?
  /// What the tensor is to the network.
  public var role: TensorRole?
  /// The dimensions.
  public var shape: [Int]?
  /// What the elements are stored as.
  public var elementType: String?

  /// Nothing is given.
  public init() {}
}
