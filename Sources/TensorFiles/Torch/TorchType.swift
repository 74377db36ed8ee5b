import QuantizationEngine

/// The number type of the elements of a storage or of a tensor, by PyTorch's name.
///
/// Source: PyTorch 2.13, `c10/core/ScalarType.h` and `torch/storage.py`.
enum TorchType: String, CaseIterable, Hashable, Sendable {
  case float64
  case float32
  case float16
  case bfloat16
  case int64
  case int32
  case int16
  case int8
  case uint64
  case uint32
  case uint16
  case uint8
  case bool
  case float8E4M3FN = "float8_e4m3fn"
  case float8E5M2 = "float8_e5m2"
  case float8E4M3FNUZ = "float8_e4m3fnuz"
  case float8E5M2FNUZ = "float8_e5m2fnuz"
  case float8E8M0FNU = "float8_e8m0fnu"
  /// Two elements of E2M1 to a byte, the first in the low half; shapes count bytes.
  case float4Pair = "float4_e2m1fn_x2"
  case complex32
  case complex64
  case complex128
  case quint8
  case qint8
  case qint32
  /// Two codes to a byte, the first in the low half; shapes count codes.
  case quint4Pair = "quint4x2"
  /// Four codes to a byte, the first in the lowest bits; shapes count codes.
  case quint2Four = "quint2x4"

  /// The type of what lies in the bytes, codes of quantized types included; nil if it is not read.
  var elementType: ElementType? {
    switch self {
    case .float64: .float64
    case .float32: .float32
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .int64: .int64
    case .int32, .qint32: .int32
    case .int16: .int16
    case .int8, .qint8: .int8
    case .uint64: .uint64
    case .uint32: .uint32
    case .uint16: .uint16
    case .uint8, .quint8: .uint8
    case .bool: .bool
    case .float8E4M3FN: .float8E4M3FN
    case .float8E5M2: .float8E5M2
    case .float8E4M3FNUZ: .float8E4M3FNUZ
    case .float8E5M2FNUZ: .float8E5M2FNUZ
    case .float8E8M0FNU: .float8E8M0FNU
    case .float4Pair: .float4E2M1FN
    case .quint4Pair: .uint4
    case .quint2Four: .uint2
    case .complex32, .complex64, .complex128: nil
    }
  }

  /// How many bytes one item of a storage takes.
  var byteCount: Int {
    switch self {
    case .complex32: 4
    case .complex64: 8
    case .complex128: 16
    case .float4Pair, .quint4Pair, .quint2Four: 1
    default: elementType?.byteCount ?? 1
    }
  }

  /// Whether elements lie without gaps in the bytes of a storage.
  var isPacked: Bool { (elementType?.bitCount ?? 8) < 8 }

  /// How many bits one step of a tensor's offset and strides is: pairs count as one, codes do not.
  var stepBitCount: Int {
    isPacked && self != .float4Pair ? elementType?.bitCount ?? 8 : 8 * byteCount
  }

  /// The type of a storage's class, such as `torch.FloatStorage`; one without a type has bytes.
  init?(storageClass: String) {
    switch storageClass {
    case "torch.DoubleStorage": self = .float64
    case "torch.FloatStorage": self = .float32
    case "torch.HalfStorage": self = .float16
    case "torch.BFloat16Storage": self = .bfloat16
    case "torch.LongStorage": self = .int64
    case "torch.IntStorage": self = .int32
    case "torch.ShortStorage": self = .int16
    case "torch.CharStorage": self = .int8
    case "torch.ByteStorage", "torch.storage.UntypedStorage", "torch.UntypedStorage":
      self = .uint8
    case "torch.BoolStorage": self = .bool
    case "torch.ComplexFloatStorage": self = .complex64
    case "torch.ComplexDoubleStorage": self = .complex128
    case "torch.QUInt8Storage": self = .quint8
    case "torch.QInt8Storage": self = .qint8
    case "torch.QInt32Storage": self = .qint32
    case "torch.QUInt4x2Storage": self = .quint4Pair
    case "torch.QUInt2x4Storage": self = .quint2Four
    default: return nil
    }
  }

  /// The type of a name such as `torch.float32`.
  init?(global: String) {
    guard global.hasPrefix("torch.") else { return nil }
    self.init(rawValue: String(global.dropFirst("torch.".count)))
  }
}
