/// The number type of one stored element.
///
/// The raw value is the name that the command line, reports and the files of sketches use; the
/// small floats have those of ml_dtypes. Sketches say a type by its position in `allCases`, so a new
/// case goes to the end.
public enum ElementType: String, CaseIterable, Hashable, Sendable {
  /// IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits.
  case float16
  /// The upper half of a binary32: 1 sign, 8 exponent and 7 fraction bits.
  case bfloat16
  /// IEEE 754 binary32.
  case float32
  /// IEEE 754 binary64.
  case float64
  /// Two's complement, 8 bits.
  case int8
  /// Unsigned, 8 bits.
  case uint8
  /// Two's complement, 16 bits.
  case int16
  /// Unsigned, 16 bits.
  case uint16
  /// Two's complement, 32 bits.
  case int32
  /// Unsigned, 32 bits.
  case uint32
  /// Two's complement, 64 bits.
  case int64
  /// Unsigned, 64 bits.
  case uint64
  /// A truth value in one byte: 0 is false, every other byte is true.
  case bool
  /// OCP E4M3: up to 448, no infinities, one NaN of each sign.
  case float8E4M3FN = "float8_e4m3fn"
  /// OCP E5M2: as IEEE 754 would have it.
  case float8E5M2 = "float8_e5m2"
  /// E4M3 with bias 8, no infinities, and its one NaN where −0 would be.
  case float8E4M3FNUZ = "float8_e4m3fnuz"
  /// E5M2 with bias 16, no infinities, and its one NaN where −0 would be.
  case float8E5M2FNUZ = "float8_e5m2fnuz"
  /// A power of two without a sign, 2^(e − 127): the scale of the microscaling formats.
  case float8E8M0FNU = "float8_e8m0fnu"
  /// E4M3 as IEEE 754 would have it, with infinities.
  case float8E4M3 = "float8_e4m3"
  /// E3M4 as IEEE 754 would have it, with infinities.
  case float8E3M4 = "float8_e3m4"
  /// E4M3 with bias 11, no infinities, and its one NaN where −0 would be.
  case float8E4M3B11FNUZ = "float8_e4m3b11fnuz"
  /// E2M3 in 6 bits: up to 7.5, no NaN.
  case float6E2M3FN = "float6_e2m3fn"
  /// E3M2 in 6 bits: up to 28, no NaN.
  case float6E3M2FN = "float6_e3m2fn"
  /// E2M1 in 4 bits: 0, ½, 1, 1½, 2, 3, 4 and 6 of each sign.
  case float4E2M1FN = "float4_e2m1fn"
  /// Two's complement, 4 bits.
  case int4
  /// Unsigned, 4 bits.
  case uint4
  /// Two's complement, 2 bits.
  case int2
  /// Unsigned, 2 bits.
  case uint2

  /// How many bits one element takes where elements are packed without a gap.
  public var bitCount: Int {
    switch self {
    case .int2, .uint2: 2
    case .int4, .uint4, .float4E2M1FN: 4
    case .float6E2M3FN, .float6E3M2FN: 6
    case .int8, .uint8, .bool, .float8E4M3FN, .float8E5M2, .float8E4M3FNUZ, .float8E5M2FNUZ,
      .float8E8M0FNU, .float8E4M3, .float8E3M4, .float8E4M3B11FNUZ:
      8
    case .float16, .bfloat16, .int16, .uint16: 16
    case .float32, .int32, .uint32: 32
    case .float64, .int64, .uint64: 64
    }
  }

  /// How many bytes one element takes where each has bytes of its own, as in a stream.
  ///
  /// An element of fewer than 8 bits lies in the low bits of its byte.
  public var byteCount: Int { max(bitCount / 8, 1) }

  /// How many bit patterns the bytes of an element can have, where that is at most 65 536; else nil.
  ///
  /// A tensor of such elements is fully described by a count for each pattern.
  public var patternCount: Int? {
    byteCount <= 2 ? 1 << (8 * byteCount) : nil
  }

  /// Whether a float32 holds every value of the type.
  public var fitsFloat32: Bool {
    byteCount <= 2 || self == .float32
  }

  /// The short name for a crowded screen: `f32`, `bf16`, `i8`, `f8e4m3fn`.
  ///
  /// Integers of fewer than 8 bits keep their long one: `i4` is NumPy's name of four bytes.
  public var abbreviation: String {
    switch self {
    case .bfloat16: "bf16"
    case .bool, .int2, .uint2, .int4, .uint4: rawValue
    default:
      if rawValue.hasPrefix("float") {
        "f" + rawValue.dropFirst(5).filter { $0 != "_" }
      } else {
        rawValue.hasPrefix("u") ? "u" + rawValue.dropFirst(4) : "i" + rawValue.dropFirst(3)
      }
    }
  }

  /// The type with a long or a short name, in lower case: `float32` and `f32` are the same.
  ///
  /// - Parameter spelling: what a person typed; any other text gives nil.
  public init?(spelling: String) {
    guard
      let match = ElementType.allCases.first(where: {
        $0.rawValue == spelling || $0.abbreviation == spelling
      })
    else { return nil }
    self = match
  }
}
