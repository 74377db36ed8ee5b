import NumberFormats
import QuantizationEngine

/// What the header of a GGUF file says about one tensor.
struct GGUFEntry {
  /// The bytes of the name.
  let name: [UInt8]
  /// The dimensions, the slowest first.
  let shape: [Int]
  /// How many elements there are.
  let elementCount: Int
  /// What the elements are.
  let type: GGUFType
  /// Where they begin, counted from the first byte behind the header.
  let offset: UInt64
  /// Where in the file the entry begins.
  let position: Int
  /// Where in the file the dimensions are said.
  let shapePosition: Int
  /// Where in the file the offset is said.
  let offsetPosition: Int

  /// The fewest bytes that an entry takes: two lengths and an offset, a rank and a type.
  static let leastByteCount = 24
  /// How long a name may be; ggml's own limit is 63 bytes, programs with longer ones are built.
  static let nameLengthLimit = 1 << 16 - 1
  /// How many dimensions there may be.
  static let rankLimit = 4

  /// The entry that begins at a place, which moves behind it.
  init(_ cursor: inout GGUFCursor) throws(GGUFFault) {
    position = cursor.position
    name = try cursor.text(.name, limit: Self.nameLengthLimit)
    let text = String(decoding: name, as: UTF8.self)
    let rankPosition = cursor.position
    let rank = try cursor.integer(UInt32.self, .rank)
    guard rank <= Self.rankLimit else {
      throw .rank(name: text, found: rank, limit: Self.rankLimit, position: rankPosition)
    }
    shapePosition = cursor.position
    var dimensions: [UInt64] = []
    for _ in 0..<rank { dimensions.append(try cursor.integer(UInt64.self, .dimension)) }
    dimensions.reverse()
    type = GGUFType(number: try cursor.integer(UInt32.self, .type))
    offsetPosition = cursor.position
    offset = try cursor.integer(UInt64.self, .offset)

    // What a tensor takes in memory must be countable too, in float64 at most.
    let size = max(type.block?.byteCount ?? 0, 8)
    let shape = dimensions.map { Int(clamping: $0) }
    let count = TensorDescription.elementCount(of: shape, elementByteCount: size)
    guard let count, !shape.contains(.max) else {
      throw .tooLarge(name: text, shape: dimensions, position: shapePosition)
    }
    self.shape = shape
    elementCount = count
  }

  /// The name as text; what is no text in it is replaced.
  var text: String { String(decoding: name, as: UTF8.self) }

  /// How many bytes the elements take; `nil` where that cannot be known.
  var byteCount: Int? {
    guard let block = type.block, hasWholeBlocks else { return nil }
    return elementCount / block.valueCount * block.byteCount
  }

  /// What the list says.
  var description: TensorDescription {
    let elementType: ElementType = if case .elements(let type) = type { type } else { .float32 }
    return TensorDescription(
      name: text, elementType: elementType, storedAs: type.storedAs, shape: shape,
      elementCount: elementCount, byteCount: byteCount ?? 0)
  }

  /// How the elements lie in a file of a byte order, or what is in the way of reading them.
  func form(byteOrder: ByteOrder) throws(GGUFFault) -> StoredForm {
    guard String(validating: name, as: UTF8.self) != nil else {
      throw .nameEncoding(name: text, position: position)
    }
    guard hasWholeBlocks else {
      throw .partialBlock(
        name: text, storedAs: type.storedAs, rowLength: shape.last ?? 1,
        valueCount: type.block?.valueCount ?? 1, position: position)
    }
    switch type {
    case .elements(let type):
      // Whether a writer swaps the halves of a bfloat16 depends on the writer.
      guard byteOrder == .little || type != .bfloat16 else {
        throw .byteOrder(name: text, storedAs: type.rawValue, position: position)
      }
      return .elements(byteOrder, .rowMajor)
    case .blocks(let format):
      guard byteOrder == .little else {
        throw .byteOrder(name: text, storedAs: format.name, position: position)
      }
      return .blocks(format)
    case .undecoded(let storedAs, _, _):
      throw .undecoded(name: text, storedAs: storedAs, position: position)
    case .removed(let storedAs):
      throw .removedType(name: text, storedAs: storedAs, position: position)
    case .unknown(let storedAs):
      throw .unknownType(name: text, storedAs: storedAs, position: position)
    }
  }

  private var hasWholeBlocks: Bool {
    type.block.map { (shape.last ?? 1).isMultiple(of: $0.valueCount) } ?? true
  }
}
