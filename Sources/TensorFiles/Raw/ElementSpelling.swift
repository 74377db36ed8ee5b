public import QuantizationEngine

/// An element type as a person spells it, with the order of its bytes where that is said.
///
/// | spelling | type |
/// | --- | --- |
/// | `float32`, `f32`, `bfloat16`, `int4`, … | that type |
/// | `f2` `f4` `f8`, `i1` `i2` `i4`, `u1` `u2` `u4`, `b1`, `?` | NumPy's: the digit counts bytes |
/// | `<f4` `>f4` `=f4`, `>i8`, `<u2`, … | NumPy's, little-endian, big-endian, this machine's |
/// | `>float32`, `>bf16`, … | that type in that order |
/// | `i8`, `u8` | int8 and uint8; behind a sign int64 and uint64, as NumPy has them |
///
/// `|` says that the order does not matter. A type of fewer than 8 bits has no order.
public struct ElementSpelling: Hashable, Sendable {
  /// The type.
  public let elementType: ElementType
  /// The order of the bytes, where it is said.
  public let byteOrder: ByteOrder?

  /// A type in an order.
  public init(_ elementType: ElementType, _ byteOrder: ByteOrder? = nil) {
    self.elementType = elementType
    self.byteOrder = byteOrder
  }

  /// The type that a text spells, or `nil` where it spells none.
  public init?(_ text: String) {
    let (order, name) = NumPyType.order(of: text[...])
    let ours = ElementType(spelling: String(name))
    let theirs = NumPyType.elementType(name)
    let isSigned = name.count < text.count
    guard let type = isSigned ? theirs ?? ours : ours ?? theirs else { return nil }
    if isSigned, type.bitCount < 8 { return nil }
    self.init(type, text.first == "=" ? .native : order)
  }
}

/// NumPy's names of types: an order, a letter for the kind, the number of bytes.
enum NumPyType {
  /// The order that a type string says, where it says one, and the rest of the string.
  static func order(of text: Substring) -> (order: ByteOrder?, rest: Substring) {
    switch text.first {
    case "<": (.little, text.dropFirst())
    case ">": (.big, text.dropFirst())
    case "|", "=": (nil, text.dropFirst())
    default: (nil, text)
    }
  }

  /// The type of a kind and a size, where it is one of real numbers.
  static func elementType(_ text: Substring) -> ElementType? {
    switch text {
    case "f2": .float16
    case "f4": .float32
    case "f8": .float64
    case "i1": .int8
    case "i2": .int16
    case "i4": .int32
    case "i8": .int64
    case "u1": .uint8
    case "u2": .uint16
    case "u4": .uint32
    case "u8": .uint64
    case "b1", "?": .bool
    default: nil
    }
  }
}
