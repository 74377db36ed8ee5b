/// What should share an encoding, said once for tensors of many shapes.
///
/// | choice | tensor shape | granularity |
/// | --- | --- | --- |
/// | `.tensor` | any | `.perTensor` |
/// | `.channel(axis: nil)` | `[A, B]` | `.perChannel` along ``Granularity/channelAxis(ofShape:)`` |
/// | `.group(axis: nil, size: g)` | `[A, B]` | `.perGroup` along the last axis |
/// | an axis below 0 | `[A, B]` | counted from the last: −1 is 1 |
public enum GranularityChoice: Hashable, Sendable {
  /// All elements of a tensor.
  case tensor
  /// Each index along an axis.
  case channel(axis: Int?)
  /// Each run of so many elements along an axis.
  case group(axis: Int?, size: Int)

  /// What one encoding is for.
  public var scope: EncodingScope {
    switch self {
    case .tensor: .tensor
    case .channel: .channel
    case .group: .group
    }
  }

  /// The granularity of a tensor.
  ///
  /// An axis that the shape does not have comes through, for ``BlockLayout`` to refuse.
  public func granularity(ofShape shape: [Int]) -> Granularity {
    func counted(_ axis: Int) -> Int {
      (-shape.count..<0).contains(axis) ? axis + shape.count : axis
    }
    switch self {
    case .tensor: return .perTensor
    case .channel(let axis):
      return .perChannel(axis: counted(axis ?? Granularity.channelAxis(ofShape: shape)))
    case .group(let axis, let size):
      return .perGroup(axis: counted(axis ?? shape.count - 1), size: size)
    }
  }

  /// The granularity of a tensor among many of a model.
  ///
  /// A tensor of fewer than two dimensions is a bias or a norm's weight, which tools quantize as a
  /// whole if at all; and one that lacks the axis asked for cannot be parted along it.
  public func granularity(amongManyOfShape shape: [Int]) -> Granularity {
    let asked = granularity(ofShape: shape)
    guard shape.count > 1 else { return .perTensor }
    switch asked {
    case .perTensor: return asked
    case .perChannel(let axis), .perGroup(let axis, _):
      return shape.indices.contains(axis) ? asked : .perTensor
    }
  }
}
