import QuantizationEngine

/// What the number of a tensor's type says in an ONNX model.
///
/// Source: onnx 1.23.2, `onnx.proto`, `TensorProto.DataType`, and `numpy_helper.to_array`.
enum ONNXType: Hashable, Sendable {
  /// Real numbers.
  case real(ElementType)
  /// What is no real number, under its word.
  case notReal(String)
  /// No type at all.
  case undefined
  /// A type that nobody knew yet when this was written.
  case unknown(Int32)

  /// The type with a number.
  init(number: Int32) {
    if let type = Self.reals[number] {
      self = .real(type)
    } else if let word = Self.others[number] {
      self = .notReal(word)
    } else {
      self = number == 0 ? .undefined : .unknown(number)
    }
  }

  /// How the list calls it.
  var storedAs: String {
    switch self {
    case .real(let type): type.rawValue
    case .notReal(let word): word
    case .undefined: "undefined"
    case .unknown(let number): "onnx-type-\(number)"
    }
  }

  private static let reals: [Int32: ElementType] = [
    1: .float32, 2: .uint8, 3: .int8, 4: .uint16, 5: .int16, 6: .int32, 7: .int64, 9: .bool,
    10: .float16, 11: .float64, 12: .uint32, 13: .uint64, 16: .bfloat16, 17: .float8E4M3FN,
    18: .float8E4M3FNUZ, 19: .float8E5M2, 20: .float8E5M2FNUZ, 21: .uint4, 22: .int4,
    23: .float4E2M1FN, 24: .float8E8M0FNU, 25: .uint2, 26: .int2, 27: .float6E2M3FN,
    28: .float6E3M2FN,
  ]

  private static let others: [Int32: String] = [8: "string", 14: "complex64", 15: "complex128"]
}
