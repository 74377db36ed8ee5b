/// What the metadata of a GGUF file says about its tensors.
///
/// The rest of it, vocabularies of megabytes among it, is walked and not kept.
struct GGUFMetadata {
  /// The number that the tensors' offsets are multiples of; a power of 2.
  private(set) var alignment = 32
  /// Which part of a split model the file is; `nil` if it is a whole one.
  private(set) var part: GGUFPart?
  /// What is said about the model.
  private(set) var model = ModelFacts()

  /// How many keys a file may have.
  static let keyLimit = 1 << 16
  /// How long a key may be: the format's own limit.
  static let keyLengthLimit = 1 << 16 - 1
  /// How deep arrays may lie in arrays.
  static let depthLimit = 8

  /// The metadata that begins at a place, which moves behind it.
  init(_ cursor: inout GGUFCursor, count: Int) throws(GGUFFault) {
    var seen: Set<[UInt8]> = []
    var partNumber: Int?
    var partCount: Int?
    for _ in 0..<count {
      let start = cursor.position
      let bytes = try cursor.text(.key, limit: Self.keyLengthLimit)
      let name = String(decoding: bytes, as: UTF8.self)
      guard !bytes.isEmpty else { throw .emptyKey(position: start) }
      guard seen.insert(bytes).inserted else { throw .duplicateKey(key: name, position: start) }
      let typePosition = cursor.position
      let type = try Self.valueType(of: name, &cursor)
      guard let key = GGUFKey(rawValue: name) else {
        try note(type, of: name, &cursor)
        continue
      }
      guard type == key.valueType else {
        throw .keyType(key, found: type, position: typePosition)
      }
      let position = cursor.position
      switch key {
      case .alignment:
        let value = try cursor.integer(UInt32.self, .value)
        guard value.nonzeroBitCount == 1 else {
          throw .alignment(found: value, position: position)
        }
        alignment = Int(value)
      case .partNumber: partNumber = Int(try cursor.integer(UInt16.self, .value))
      case .partCount: partCount = Int(try cursor.integer(UInt16.self, .value))
      }
    }
    guard let partCount, partCount > 1 else { return }
    guard let partNumber, partNumber < partCount else {
      throw .part(number: partNumber, count: partCount)
    }
    part = GGUFPart(number: partNumber, count: partCount)
  }

  /// Passes over a value, and keeps it where it is about the model.
  private mutating func note(
    _ type: GGUFValueType, of key: String, _ cursor: inout GGUFCursor
  ) throws(GGUFFault) {
    switch type {
    case .string where key == "general.architecture":
      let text = try cursor.text(.value, limit: cursor.left)
      if text.count <= Self.architectureLimit {
        model.architecture = String(decoding: text, as: UTF8.self)
      }
    case .uint32 where key.hasSuffix(".attention.head_count"):
      model.headCount = Int(try cursor.integer(UInt32.self, .value))
    case .uint32 where key.hasSuffix(".attention.head_count_kv"):
      model.keyValueHeadCount = Int(try cursor.integer(UInt32.self, .value))
    default: try Self.skip(type, of: key, depth: 0, &cursor)
    }
  }

  /// How long the name of an architecture may be that is believed.
  private static let architectureLimit = 256

  private static func valueType(
    of key: String, _ cursor: inout GGUFCursor
  ) throws(GGUFFault) -> GGUFValueType {
    let position = cursor.position
    let number = try cursor.integer(UInt32.self, .valueType)
    guard let type = GGUFValueType(rawValue: number) else {
      throw .valueType(key: key, found: number, position: position)
    }
    return type
  }

  /// Passes over a value.
  private static func skip(
    _ type: GGUFValueType, of key: String, depth: Int, _ cursor: inout GGUFCursor
  ) throws(GGUFFault) {
    if let size = type.byteCount { return try cursor.skip(UInt64(size), .value) }
    if type == .string { return try cursor.skip(cursor.integer(UInt64.self, .value), .value) }
    let start = cursor.position
    guard depth < depthLimit else {
      throw .nesting(key: key, limit: depthLimit, position: start)
    }
    let element = try valueType(of: key, &cursor)
    let count = try cursor.integer(UInt64.self, .value)
    // Even an empty string has a length, and an empty array that and a type.
    let size = element.byteCount ?? (element == .string ? 8 : 12)
    guard count <= cursor.left / size else {
      throw .arrayCount(
        key: key, element: element, found: count, limit: cursor.left / size, position: start)
    }
    if element.byteCount != nil { return try cursor.skip(count * UInt64(size), .value) }
    for _ in 0..<count { try skip(element, of: key, depth: depth + 1, &cursor) }
  }
}

/// Which part of a split model a file is.
struct GGUFPart: Hashable, Sendable {
  /// Its number, from 0.
  let number: Int
  /// How many parts there are.
  let count: Int
}
