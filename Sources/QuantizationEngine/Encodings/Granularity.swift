/// Which elements of a tensor share an encoding.
///
/// | granularity | tensor shape | shape of the scales |
/// | --- | --- | --- |
/// | `.perTensor` | `[A, B, C]` | `[]` |
/// | `.perChannel(axis: 1)` | `[A, B, C]` | `[B]` |
/// | `.perGroup(axis: 2, size: g)` | `[A, B, C]` | `[A, B, ⌈C/g⌉]` |
public enum Granularity: Hashable, Sendable {
  /// One encoding for all elements.
  case perTensor
  /// One encoding for each index along an axis.
  case perChannel(axis: Int)
  /// One encoding for each run of `size` elements along an axis; the last run may be shorter.
  case perGroup(axis: Int, size: Int)
}

/// What one encoding is for, whatever the axis and the size.
public enum EncodingScope: Hashable, Sendable {
  /// A whole tensor.
  case tensor
  /// A channel.
  case channel
  /// A group along an axis.
  case group
}

extension Granularity {
  /// What one encoding is for.
  public var scope: EncodingScope {
    switch self {
    case .perTensor: .tensor
    case .perChannel: .channel
    case .perGroup: .group
    }
  }
}

/// Why a granularity does not fit a tensor.
public enum GranularityError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The tensor has no such axis.
  case axisOutOfRange(axis: Int, shape: [Int])
  /// A group has no elements.
  case groupSizeNotPositive(Int)
  /// A dimension is negative, or the number of elements overflows.
  case shapeNotRepresentable([Int])

  /// One sentence: what is wrong, what was expected, what was found.
  public var description: String {
    switch self {
    case .axisOutOfRange(let axis, let shape):
      shape.isEmpty
        ? "axis \(axis) does not exist: the tensor has no dimensions"
        : "axis must be from 0 to \(shape.count - 1) for shape \(shape), found \(axis)"
    case .groupSizeNotPositive(let size):
      "group size must be at least 1, found \(size)"
    case .shapeNotRepresentable(let shape):
      "shape \(shape) has a negative dimension or too many elements"
    }
  }
}
