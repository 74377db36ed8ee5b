/// The number type of one stored element.
///
/// The raw value is the name used on the command line and in JSON.
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

  /// How many bytes one element takes in a file.
  public var byteCount: Int {
    switch self {
    case .int8, .uint8, .bool: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// The short name for a crowded screen: `f32`, `bf16`, `i8`.
  public var abbreviation: String {
    switch self {
    case .float16: "f16"
    case .bfloat16: "bf16"
    case .float32: "f32"
    case .float64: "f64"
    case .int8: "i8"
    case .uint8: "u8"
    case .int16: "i16"
    case .uint16: "u16"
    case .int32: "i32"
    case .uint32: "u32"
    case .int64: "i64"
    case .uint64: "u64"
    case .bool: "bool"
    }
  }

  /// The type with a long or a short name, in lower case: `float32` and `f32` are the same.
  ///
  /// - Parameter spelling: What a person typed; any other text gives `nil`.
  public init?(spelling: String) {
    guard
      let match = ElementType.allCases.first(where: {
        $0.rawValue == spelling || $0.abbreviation == spelling
      })
    else { return nil }
    self = match
  }
}
