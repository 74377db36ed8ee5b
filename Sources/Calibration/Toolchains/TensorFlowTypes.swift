import QuantizationEngine

/// The types of values that TensorFlow's quantizing ops do not take.
///
/// Source: TensorFlow 2.21.0, asked on its CPU.
enum TensorFlowTypes {
  /// What TensorFlow calls the types.
  static let names: [ElementType: String] = [.float16: "half", .bfloat16: "bfloat16"]

  /// What an op of float32 alone says of another type; nil for float32.
  static func failure(of op: String, on type: ElementType) -> String? {
    names[type].map {
      "InvalidArgumentError: cannot compute \(op) as input #0 was expected to be a float tensor"
        + " but is a \($0) tensor"
    }
  }
}
