import QuantizationEngine

/// The header of a GGUF file, and the tensors where it says they lie.
struct GGUFHeader {
  /// The file.
  let file: MappedFile
  /// What is said about the file.
  let metadata: GGUFMetadata
  /// The tensors, in the order of the header; those that are not read say why.
  let tensors: [StoredTensor]

  /// How many tensors a file may have.
  static let tensorLimit = 1 << 20

  /// The header of a file.
  ///
  /// - Throws: ``TensorFileError/gguf(path:_:)``.
  static func of(_ file: MappedFile) throws(TensorFileError) -> GGUFHeader {
    do throws(GGUFFault) {
      return try GGUFHeader(file)
    } catch {
      throw .gguf(path: file.path, error)
    }
  }

  private init(_ file: MappedFile) throws(GGUFFault) {
    self.file = file
    let signature = TensorFileFormat.gguf.signature
    let found = file.bytes(in: 0..<min(signature.count, file.byteCount))
    guard found == signature else { throw .signature(found: found, expected: signature) }
    let byteOrder = try Self.byteOrder(of: file)
    var cursor = GGUFCursor(file, byteOrder: byteOrder, position: 8)
    let tensorCount = try Self.count(
      .tensorCount, limit: Self.tensorLimit, size: GGUFEntry.leastByteCount, &cursor)
    // A key is a length, a byte, a type and a value of at least a byte.
    let keyCount = try Self.count(.keyCount, limit: GGUFMetadata.keyLimit, size: 14, &cursor)
    metadata = try GGUFMetadata(&cursor, count: keyCount)

    var names: Set<[UInt8]> = []
    var entries: [GGUFEntry] = []
    for _ in 0..<tensorCount {
      let entry = try GGUFEntry(&cursor)
      guard names.insert(entry.name).inserted else {
        throw .duplicateName(name: entry.text, position: entry.position)
      }
      entries.append(entry)
    }
    let start = cursor.position.roundedUp(to: metadata.alignment)
    var placing = GGUFPlacing(
      file: file, byteOrder: byteOrder, alignment: metadata.alignment, start: start)
    tensors = try entries.map { (entry) throws(GGUFFault) in try placing.tensor(entry) }
  }

  /// The order of the bytes, which the version betrays, for it is a small number.
  private static func byteOrder(of file: MappedFile) throws(GGUFFault) -> ByteOrder {
    let position = 4
    var cursor = GGUFCursor(file, byteOrder: .little, position: position)
    let bits = try cursor.integer(UInt32.self, .version)
    // As ggml tells it: a version in the other order has zeros in its lower half.
    let isSwapped = bits & 0xFFFF == 0
    let version = isSwapped ? bits.byteSwapped : bits
    guard version == 2 || version == 3 else {
      throw .version(found: version, position: position)
    }
    return isSwapped ? .big : .little
  }

  /// A number of things that follow, each of at least `size` bytes.
  private static func count(
    _ field: GGUFField, limit: Int, size: Int, _ cursor: inout GGUFCursor
  ) throws(GGUFFault) -> Int {
    let position = cursor.position
    let found = try cursor.integer(UInt64.self, field)
    guard found <= limit else {
      throw .count(field, found: found, limit: limit, position: position)
    }
    guard Int(found) * size <= cursor.left else {
      throw .countPastEnd(
        field, found: found, expected: Int(found) * size, available: cursor.left,
        position: position)
    }
    return Int(found)
  }
}

extension Int {
  /// The least multiple of a power of 2 that is not less.
  ///
  /// - Precondition: it can be counted.
  func roundedUp(to alignment: Int) -> Int { (self + alignment - 1) & ~(alignment - 1) }
}
