import QuantizationEngine

/// What an `.npy` header says one item is: its `descr`.
struct NpyElement: Hashable, Sendable {
  /// What the items are.
  let kind: Kind
  /// The size of an item; nil where a word is not known, and then any may be.
  let byteCount: Int?
  /// The order of the bytes within an item.
  let byteOrder: ByteOrder

  /// What items can be.
  enum Kind: Hashable, Sendable {
    /// Real numbers of a type.
    case number(ElementType)
    /// Bytes that say only how many they are.
    case untyped
    /// Something that numpy knows and that is no real number to quantize.
    case foreign(ForeignElement)
    /// A type string that nobody here knows.
    case unknown
  }

  /// The item of a type string such as `<f4`: byte order, kind and size.
  ///
  /// | string | read as |
  /// | --- | --- |
  /// | `f2` `f4` `f8`, `i1`…`i8`, `u1`…`u8`, `b1` | that number type |
  /// | `V2` | bfloat16, which numpy has no name of its own for |
  /// | `f1` | float8_e5m2, which ml_dtypes has numpy write so |
  /// | other `V` | bytes that the person must name a type for, such as the other types of ml_dtypes |
  /// | `float32`, `bfloat16`, `int4`, … | that type; one of fewer than 8 bits has a byte for each item |
  ///
  /// `<` is little, `>` big; `|`, `=` and nothing are this machine's order, as numpy reads them.
  /// For `V`, whose order numpy does not record, `|` is little.
  ///
  /// - Parameters:
  ///   - descr: The type string.
  ///   - path: The file, for the sentence.
  ///   - position: Where the string begins in the file.
  /// - Throws: ``TensorFileError/objectElements(path:descr:position:)``: whatever type is asked for,
  ///   a pickle is none.
  init(descr: String, path: String, position: Int) throws(TensorFileError) {
    var rest = descr[...]
    let order: ByteOrder?
    (order, rest) = NumPyType.order(of: rest)
    byteOrder = order ?? (rest.first == "V" ? .little : .native)
    let size = Self.size(of: rest)
    if rest.first == "O" { throw .objectElements(path: path, descr: descr, position: position) }
    if let type = NumPyType.elementType(rest) ?? ElementType(rawValue: String(rest)) {
      kind = .number(type)
      byteCount = type.byteCount
    } else if rest == "f1" {
      kind = .number(.float8E5M2)
      byteCount = 1
    } else if rest.first == "V", let size {
      kind = size == ElementType.bfloat16.byteCount ? .number(.bfloat16) : .untyped
      byteCount = size
    } else {
      kind = Self.foreign(rest.first, size: size).map { .foreign($0) } ?? .unknown
      byteCount = size
    }
  }

  /// The type the items are read as where nobody asks for another.
  ///
  /// - Throws: ``TensorFileError/untypedElements(path:descr:byteCount:position:)``,
  ///   `notRealElements`, `unknownElements`.
  func elementType(
    descr: String, path: String, position: Int
  ) throws(TensorFileError) -> ElementType {
    switch kind {
    case .number(let type): return type
    case .untyped:
      throw .untypedElements(
        path: path, descr: descr, byteCount: byteCount ?? 0, position: position)
    case .foreign(let kind):
      throw .notRealElements(path: path, descr: descr, kind: kind, position: position)
    case .unknown: throw .unknownElements(path: path, descr: descr, position: position)
    }
  }

  /// How many bytes an item of a type string takes, where that is known.
  private static func size(of type: Substring) -> Int? {
    let digits = type.dropFirst().prefix { ("0"..."9").contains($0) }
    guard let number = Int(digits), let kind = type.first else { return nil }
    let suffix = type.dropFirst(1 + digits.count)
    switch kind {
    // The unit of a date follows its size.
    case "M", "m": return suffix.isEmpty || suffix.first == "[" ? number : nil
    // Each character has four bytes.
    case "U":
      let (size, overflow) = number.multipliedReportingOverflow(by: 4)
      return suffix.isEmpty && !overflow ? size : nil
    default: return suffix.isEmpty ? number : nil
    }
  }

  /// What a kind that numpy knows is instead of real numbers of up to 64 bits.
  private static func foreign(_ kind: Character?, size: Int?) -> ForeignElement? {
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
