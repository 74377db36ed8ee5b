import QuantizationEngine

/// What an `.npy` header says one item is: its `descr`.
struct NpyElement: Hashable, Sendable {
  /// The number type, or `nil` for bytes that say only how many they are.
  let elementType: ElementType?
  /// The size of an item.
  let byteCount: Int
  /// The order of the bytes within an item.
  let byteOrder: ByteOrder

  /// The item of a type string such as `<f4`: byte order, kind and size.
  ///
  /// | kind | read as |
  /// | --- | --- |
  /// | `f2` `f4` `f8`, `i1`…`i8`, `u1`…`u8`, `b1` | that number type |
  /// | `V2` | bfloat16, which numpy has no name of its own for |
  /// | other `V` | bytes that the person must name a type for |
  ///
  /// `<` is little, `>` big; `|`, `=` and nothing are this machine's order, as numpy reads them.
  /// For `V`, whose order numpy does not record, `|` is little.
  ///
  /// - Parameters:
  ///   - descr: The type string.
  ///   - path: The file, for the sentences.
  ///   - position: Where the string begins in the file.
  /// - Throws: ``TensorFileError/objectElements(path:descr:position:)``, `notRealElements`,
  ///   `unknownElements`.
  init(descr: String, path: String, position: Int) throws(TensorFileError) {
    var rest = descr.utf8[...]
    var order: ByteOrder?
    switch rest.first {
    case UInt8(ascii: "<"): order = .little
    case UInt8(ascii: ">"): order = .big
    default: break
    }
    if let first = rest.first, "<>|=".utf8.contains(first) { rest = rest.dropFirst() }
    let kind = rest.first.map { Character(Unicode.Scalar($0)) }
    let size = Self.size(rest.dropFirst())

    if let refused = kind.flatMap({ Self.refusal(kind: $0, size: size) }) {
      throw .notRealElements(path: path, descr: descr, kind: refused, position: position)
    }
    if kind == "O" { throw .objectElements(path: path, descr: descr, position: position) }
    guard let kind, let size else {
      throw .unknownElements(path: path, descr: descr, position: position)
    }
    if kind == "V" {
      elementType = size == ElementType.bfloat16.byteCount ? .bfloat16 : nil
      byteCount = size
      byteOrder = order ?? .little
      return
    }
    guard let type = Self.elementType(kind: kind, size: size) else {
      throw .unknownElements(path: path, descr: descr, position: position)
    }
    elementType = type
    byteCount = size
    byteOrder = order ?? .native
  }

  /// The number of a type string, or `nil` if there is none or anything else.
  private static func size(_ digits: Substring.UTF8View) -> Int? {
    guard digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) else { return nil }
    return Int(Substring(digits))
  }

  private static func elementType(kind: Character, size: Int) -> ElementType? {
    switch (kind, size) {
    case ("f", 2): .float16
    case ("f", 4): .float32
    case ("f", 8): .float64
    case ("i", 1): .int8
    case ("i", 2): .int16
    case ("i", 4): .int32
    case ("i", 8): .int64
    case ("u", 1): .uint8
    case ("u", 2): .uint16
    case ("u", 4): .uint32
    case ("u", 8): .uint64
    case ("b", 1): .bool
    default: nil
    }
  }

  /// Why a kind that numpy knows is not one to quantize.
  private static func refusal(kind: Character, size: Int?) -> ForeignElement? {
    switch kind {
    case "c": .complex
    case "M": .date
    case "m": .duration
    case "S", "a", "U", "T": .text
    // The 80-bit number of an x86 processor in its padding, or a binary128.
    case "f" where size.map { $0 > 8 } ?? false: .extendedFloat
    default: nil
    }
  }
}
