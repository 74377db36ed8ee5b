import QuantizationEngine

/// The name of a number type in a safetensors header.
///
/// Source: safetensors 0.8.0, `safetensors/src/tensor.rs`, `Dtype`.
enum SafetensorsType: String, CaseIterable, Hashable, Sendable {
  /// A truth value in one byte.
  case bool = "BOOL"
  /// E2M1, two elements to a byte, the first in the low half.
  ///
  /// A shape counts elements: PyTorch's `float4_e2m1fn_x2` counts pairs, and its last dimension is
  /// doubled when it is saved.
  case float4E2M1 = "F4"
  /// E2M3, four elements to three bytes.
  case float6E2M3 = "F6_E2M3"
  /// E3M2, four elements to three bytes.
  case float6E3M2 = "F6_E3M2"
  /// Unsigned, 8 bits.
  case uint8 = "U8"
  /// Two's complement, 8 bits.
  case int8 = "I8"
  /// OCP E5M2.
  case float8E5M2 = "F8_E5M2"
  /// OCP E4M3, which has no infinities.
  case float8E4M3 = "F8_E4M3"
  /// A power of two.
  case float8E8M0 = "F8_E8M0"
  /// E4M3 with bias 8.
  case float8E4M3FNUZ = "F8_E4M3FNUZ"
  /// E5M2 with bias 16.
  case float8E5M2FNUZ = "F8_E5M2FNUZ"
  /// Two's complement, 16 bits.
  case int16 = "I16"
  /// Unsigned, 16 bits.
  case uint16 = "U16"
  /// IEEE 754 binary16.
  case float16 = "F16"
  /// The upper half of a binary32.
  case bfloat16 = "BF16"
  /// Two's complement, 32 bits.
  case int32 = "I32"
  /// Unsigned, 32 bits.
  case uint32 = "U32"
  /// IEEE 754 binary32.
  case float32 = "F32"
  /// Pairs of binary32, which are not read.
  case complex64 = "C64"
  /// IEEE 754 binary64.
  case float64 = "F64"
  /// Two's complement, 64 bits.
  case int64 = "I64"
  /// Unsigned, 64 bits.
  case uint64 = "U64"

  /// The type of the elements; `nil` for the one that has no real numbers.
  var elementType: ElementType? {
    switch self {
    case .bool: .bool
    case .float4E2M1: .float4E2M1FN
    case .float6E2M3: .float6E2M3FN
    case .float6E3M2: .float6E3M2FN
    case .uint8: .uint8
    case .int8: .int8
    case .float8E5M2: .float8E5M2
    case .float8E4M3: .float8E4M3FN
    case .float8E8M0: .float8E8M0FNU
    case .float8E4M3FNUZ: .float8E4M3FNUZ
    case .float8E5M2FNUZ: .float8E5M2FNUZ
    case .int16: .int16
    case .uint16: .uint16
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .int32: .int32
    case .uint32: .uint32
    case .float32: .float32
    case .complex64: nil
    case .float64: .float64
    case .int64: .int64
    case .uint64: .uint64
    }
  }

  /// How many bits of the file an element takes.
  var bitCount: Int { elementType?.bitCount ?? 64 }
}
