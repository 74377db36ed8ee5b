/// A message of Protocol Buffers on its way into a file: fields whose sizes are known before their bytes are.
///
/// The length of a field stands before it, so a message around gigabytes of codes is laid out here and
/// written in pieces; libraries of the format have all of it in memory.
///
/// Source: Protocol Buffers, Encoding: a key is the field's number times 8 and its kind, 0 for a varint and 2
/// for what has a length.
struct ProtobufMessage {
  /// How many bytes it takes.
  private(set) var byteCount = 0
  /// All parts but the bytes at the end.
  private var placed: [QuantizedPart] = []
  /// The bytes behind them.
  private var rest: [UInt8] = []

  /// What it consists of, in its order.
  var parts: [QuantizedPart] { rest.isEmpty ? placed : placed + [.bytes(rest)] }

  /// Adds a whole number.
  mutating func add(_ field: Int, number: Int) {
    append(Self.varint(UInt64(field << 3)) + Self.varint(UInt64(bitPattern: Int64(number))))
  }

  /// Adds a text.
  mutating func add(_ field: Int, text: String) {
    addLength(field, text.utf8.count)
    append(Array(text.utf8))
  }

  /// Adds a message.
  mutating func add(_ field: Int, message: ProtobufMessage) {
    addLength(field, message.byteCount)
    for part in message.parts { place(part) }
    byteCount += message.byteCount
  }

  /// Adds bytes that are made later, so many of them.
  mutating func add(_ field: Int, part: QuantizedPart, byteCount count: Int) {
    addLength(field, count)
    place(part)
    byteCount += count
  }

  private mutating func addLength(_ field: Int, _ count: Int) {
    append(Self.varint(UInt64(field << 3 | 2)) + Self.varint(UInt64(count)))
  }

  private mutating func append(_ bytes: [UInt8]) {
    rest += bytes
    byteCount += bytes.count
  }

  private mutating func place(_ part: QuantizedPart) {
    if case .bytes(let bytes) = part {
      rest += bytes
    } else {
      if !rest.isEmpty { placed.append(.bytes(rest)) }
      rest = []
      placed.append(part)
    }
  }

  /// Seven bits to a byte, the lowest first, and a bit that says whether there are more.
  private static func varint(_ number: UInt64) -> [UInt8] {
    var (rest, bytes): (UInt64, [UInt8]) = (number, [])
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
