/// How the bits of one stored element become a real number.
///
/// Each is a namespace for one conversion, so that the loops of ``StoredTensor/values(in:of:)``
/// are compiled once for each of them and vectorized.
protocol StoredElement: SendableMetatype {
  /// The stored bits, as an integer of their size.
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & BitwiseCopyable
  /// The type that holds every value.
  associatedtype Real: BinaryFloatingPoint & BitwiseCopyable & Sendable
  /// Whether the bits of `Real` are the stored ones, so that a copy converts.
  static var isCopy: Bool { get }
  /// The value that the bits stand for.
  static func real(_ bits: Bits) -> Real
}

extension StoredElement {
  static var isCopy: Bool { false }
}

/// float16 to float32, exactly; a signalling NaN becomes a quiet one with the same payload.
enum Float16Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt16) -> Float {
    // In integers and one subtraction, because a processor is not asked for its conversion
    // instruction by default and the library's function costs a call for each value.
    let magnitude = UInt32(bits & 0x7FFF) << 13
    // The exponent's bias goes from 15 to 127; infinity and NaN keep an exponent of all ones.
    let special = magnitude >= 0x0F80_0000 ? UInt32(0x7F80_0000) : magnitude &+ 0x3800_0000
    let quiet: UInt32 = magnitude > 0x0F80_0000 ? 0x0040_0000 : 0
    let wide = special | (magnitude & 0x007F_E000) | quiet
    // A subnormal m·2^−24 is put behind the leading 1 of 2^−14, which is then taken away again.
    let subnormal = Float(bitPattern: magnitude | 0x3880_0000) - 0x1p-14
    let unsigned = magnitude < 0x0080_0000 ? subnormal.bitPattern : wide
    return Float(bitPattern: unsigned | UInt32(bits & 0x8000) << 16)
  }
}

/// bfloat16 to float32, exactly: the upper half of its bits.
enum BFloat16Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }
}

/// float32 as it is.
enum Float32Element: StoredElement {
  static var isCopy: Bool { true }
  @inline(__always)
  static func real(_ bits: UInt32) -> Float { Float(bitPattern: bits) }
}

/// float64 as it is.
enum Float64Element: StoredElement {
  static var isCopy: Bool { true }
  @inline(__always)
  static func real(_ bits: UInt64) -> Double { Double(bitPattern: bits) }
}

/// int8 to float32, exactly.
enum Int8Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt8) -> Float { Float(Int8(bitPattern: bits)) }
}

/// uint8 to float32, exactly.
enum UInt8Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt8) -> Float { Float(bits) }
}

/// int16 to float32, exactly.
enum Int16Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt16) -> Float { Float(Int16(bitPattern: bits)) }
}

/// uint16 to float32, exactly.
enum UInt16Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt16) -> Float { Float(bits) }
}

/// int32 to float64, exactly.
enum Int32Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt32) -> Double { Double(Int32(bitPattern: bits)) }
}

/// uint32 to float64, exactly.
enum UInt32Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt32) -> Double { Double(bits) }
}

/// int64 to the nearest float64, ties to even.
enum Int64Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt64) -> Double { Double(Int64(bitPattern: bits)) }
}

/// uint64 to the nearest float64, ties to even.
enum UInt64Element: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt64) -> Double { Double(bits) }
}

/// bool to 1 for every byte but 0.
enum BoolElement: StoredElement {
  @inline(__always)
  static func real(_ bits: UInt8) -> Float { bits == 0 ? 0 : 1 }
}
