/// A place in a message of Protocol Buffers, from which one field after another is read.
///
/// A message has no beginning and no end of its own: it is fields one behind another, each a key and
/// what the key promises. Whoever holds the cursor decides which of them mean something; the others
/// are passed over, whatever they are. Nothing is copied, and every field says where it lies.
///
/// Source: protobuf.dev, "Encoding"; what it leaves open is as upb, the parser of the Python package,
/// has it.
struct ProtobufCursor: Sendable {
  /// The file.
  let file: MappedFile
  /// The byte that is read next.
  private(set) var position: Int
  /// Where the message ends.
  private let end: Int

  /// How deep groups may lie in groups; upb's own limit for all nesting.
  static let groupLimit = 100

  /// The beginning of a message.
  ///
  /// - Precondition: `message` lies within the file.
  init(_ file: MappedFile, _ message: Range<Int>) {
    self.file = file
    position = message.lowerBound
    end = message.upperBound
  }

  /// The next field; nil at the end of the message.
  mutating func next() throws(ProtobufFault) -> ProtobufField? {
    guard position < end else { return nil }
    let start = position
    let key = try self.key()
    let valueStart = position
    let value = try value(key)
    guard value != .endOfGroup else { throw .group(position: start) }
    return ProtobufField(
      number: key.number, value: value, position: start, bytes: valueStart..<position)
  }

  /// The number of a field and how its value lies.
  private mutating func key() throws(ProtobufFault) -> (number: Int, wireType: UInt64) {
    let start = position
    let key = try varint(limit: 5)
    guard key <= UInt32.max, key >> 3 > 0 else { throw .key(position: start) }
    return (Int(key >> 3), key & 7)
  }

  private mutating func value(
    _ key: (number: Int, wireType: UInt64), depth: Int = 0
  ) throws(ProtobufFault) -> ProtobufValue {
    let start = position
    switch key.wireType {
    case 0: return .varint(try varint(limit: 10))
    case 1: return .fixed64(try bytes(8, from: start))
    case 2: return .bytes(try bytes(try varint(limit: 5), from: start))
    case 3:
      try skipGroup(key.number, depth: depth + 1)
      return .group
    case 4: return .endOfGroup
    case 5: return .fixed32(try bytes(4, from: start))
    default: throw .key(position: start - 1)
    }
  }

  /// Passes over the rest of a group, an old form of a message that ends with a key of its own.
  private mutating func skipGroup(_ number: Int, depth: Int) throws(ProtobufFault) {
    let start = position
    guard depth <= Self.groupLimit else { throw .group(position: start) }
    while position < end {
      let key = try self.key()
      if try value(key, depth: depth) == .endOfGroup {
        guard key.number == number else { throw .group(position: start) }
        return
      }
    }
    throw .group(position: start)
  }

  /// Where so many bytes lie, which are passed over.
  private mutating func bytes(
    _ count: UInt64, from start: Int
  ) throws(ProtobufFault) -> Range<Int> {
    guard count <= end - position else {
      throw .cut(expected: count, found: end - position, position: start)
    }
    defer { position += Int(count) }
    return position..<position + Int(count)
  }

  /// A whole number of seven bits a byte, the lowest first.
  private mutating func varint(limit: Int) throws(ProtobufFault) -> UInt64 {
    let start = position
    let found = unsafe file.withUnsafeBytes(in: start..<min(start + limit, end)) { bytes in
      unsafe ProtobufVarint.first(in: bytes)
    }
    guard let found else {
      guard end - start < limit else { throw .varint(limit: limit, position: start) }
      throw .cut(expected: UInt64(end - start + 1), found: end - start, position: start)
    }
    position += found.byteCount
    return found.value
  }
}

/// A field of a message.
struct ProtobufField: Hashable, Sendable {
  /// The number that says what it means.
  let number: Int
  /// What it holds.
  let value: ProtobufValue
  /// Where in the file its key lies.
  let position: Int
  /// What lies behind the key, a length included.
  let bytes: Range<Int>
}

/// What a field holds, or where in the file that lies.
enum ProtobufValue: Hashable, Sendable {
  /// A whole number, of whichever type.
  case varint(UInt64)
  /// Eight bytes.
  case fixed64(Range<Int>)
  /// Four bytes.
  case fixed32(Range<Int>)
  /// A text, a message, or numbers one behind another.
  case bytes(Range<Int>)
  /// Fields that were passed over.
  case group
  /// The end of such fields, which no message has by itself.
  case endOfGroup
}

/// A whole number of seven bits a byte.
enum ProtobufVarint {
  /// The number that some bytes begin with, and how many of them it takes; nil if it does not end.
  @inline(__always)
  static func first(in bytes: UnsafeRawBufferPointer) -> (value: UInt64, byteCount: Int)? {
    var value: UInt64 = 0
    for index in 0..<min(bytes.count, 10) {
      let byte = unsafe bytes[index]
      value |= UInt64(byte & 0x7F) &<< UInt64(7 * index)
      if byte < 0x80 { return (value, index + 1) }
    }
    return nil
  }
}
