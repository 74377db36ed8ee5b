import QuantizationEngine

/// The fields of a tensor in which its values may lie; the raw value is their name.
public enum ONNXValueField: String, CaseIterable, Hashable, Sendable {
  /// Bytes as they lie in memory.
  case raw = "raw_data"
  /// A file beside the model.
  case external = "external_data"
  /// Numbers of 32 bits.
  case float = "float_data"
  /// Numbers of up to 32 bits, and the bit patterns of small floats.
  case int32 = "int32_data"
  /// Numbers of 64 bits.
  case int64 = "int64_data"
  /// Numbers of 64 bits.
  case double = "double_data"
  /// Numbers without a sign, of 32 or 64 bits.
  case uint64 = "uint64_data"

  /// The field in which the values of a type lie where they are neither raw nor elsewhere.
  init(typedFor type: ElementType) {
    self =
      switch type {
      case .float32: .float
      case .float64: .double
      case .int64: .int64
      case .uint32, .uint64: .uint64
      default: .int32
      }
  }
}
