import QuantizationEngine

extension Granularity {
  /// The axis of channels or groups.
  var axis: Int? {
    switch self {
    case .perTensor: nil
    case .perChannel(let axis), .perGroup(let axis, _): axis
    }
  }
}
