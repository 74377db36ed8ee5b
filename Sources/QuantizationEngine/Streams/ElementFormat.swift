/// The number type of the elements of a stream.
///
/// The raw value is the name that the command line and the files of tensors use.
public enum ElementFormat: String, CaseIterable, Hashable, Sendable {
  /// IEEE 754 binary16.
  case float16
  /// The upper half of a binary32.
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

  /// How many bytes one element takes.
  public var byteCount: Int {
    switch self {
    case .int8, .uint8, .bool: 1
    case .float16, .bfloat16, .int16, .uint16: 2
    case .float32, .int32, .uint32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// How many bit patterns an element can have, where that is at most 65 536; else nil.
  ///
  /// A tensor of such elements is fully described by a count for each pattern.
  public var patternCount: Int? {
    byteCount <= 2 ? 1 << (8 * byteCount) : nil
  }

  /// Whether a float32 holds every value of the type.
  public var fitsFloat32: Bool {
    byteCount <= 2 || self == .float32
  }

  /// The value of a bit pattern of at most 16 bits, exactly.
  ///
  /// Edge cases: float16 and bfloat16 have patterns for NaN, the infinities and −0; every pattern of
  /// a bool but 0 is 1.
  ///
  /// - Precondition: the type has a ``patternCount``, and `pattern` is below it.
  public func value(ofPattern pattern: Int) -> Float {
    guard let patternCount, (0..<patternCount).contains(pattern) else {
      preconditionFailure("\(rawValue) has no pattern \(pattern)")
    }
    let bits = UInt16(truncatingIfNeeded: pattern)
    return switch self {
    case .float16: Self.value(ofHalf: bits)
    case .bfloat16: Float(bitPattern: UInt32(bits) << 16)
    case .int8: Float(Int8(truncatingIfNeeded: pattern))
    case .int16: Float(Int16(bitPattern: bits))
    case .bool: pattern == 0 ? 0 : 1
    default: Float(pattern)
    }
  }

  /// A float16 by its definition: ± fraction · 2^−24 without, ± (1024 + fraction) · 2^(e − 25) with a
  /// leading one.
  private static func value(ofHalf bits: UInt16) -> Float {
    let exponent = Int(bits >> 10 & 0x1F)
    let fraction = Float(bits & 0x3FF)
    let magnitude: Float =
      switch exponent {
      case 0: fraction * 0x1p-24
      case 31: fraction == 0 ? .infinity : .nan
      default: (1024 + fraction) * Float(sign: .plus, exponent: exponent - 25, significand: 1)
      }
    return bits >> 15 == 1 ? -magnitude : magnitude
  }
}

/// Which byte of an element comes first.
public enum ElementByteOrder: Hashable, Sendable {
  /// The least significant.
  case little
  /// The most significant.
  case big

  /// Whether this machine has the other order.
  var isForeign: Bool { (1.littleEndian == 1) != (self == .little) }
}
