import QuantizationEngine
import TensorFiles

extension TensorValues {
  /// The values with the mark in the place of each that a rule leaves out.
  consuming func ignoring(_ rule: IgnoreRule) -> TensorValues {
    guard !rule.isEmpty else { return self }
    switch self {
    case .float32(var values):
      rule.mark(&values)
      return .float32(values)
    case .float64(var values):
      rule.mark(&values)
      return .float64(values)
    }
  }
}
