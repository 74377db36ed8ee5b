import QuantizationEngine

/// What a model says about one tensor: the fields of a TensorProto, none of its values read.
struct ONNXTensor: Sendable {
  /// How many dimensions a tensor may have.
  static let rankLimit = 64

  /// The bytes of its name.
  var name: [UInt8] = []
  /// The dimensions, negative ones too; no more than one above the limit are kept.
  var dimensions: [Int64] = []
  /// The number of its type.
  var type = ONNXType.undefined
  /// The bytes of its values, as they lie in memory.
  var raw: Range<Int>?
  /// What is said about the file in which they lie.
  var external: [(key: String, value: String)] = []
  /// Whether they lie in a file of their own.
  var isExternal = false
  /// Whether this is a part of a tensor.
  var isSegment = false
  /// The message.
  let message: Range<Int>

  /// The longest text about a file that is looked at.
  private static let textLimit = 1 << 12

  /// The tensor of a message.
  init(_ file: MappedFile, _ message: Range<Int>) throws(ProtobufFault) {
    self.message = message
    var cursor = ProtobufCursor(file, message)
    while let field = try cursor.next() {
      switch (field.number, field.value) {
      case (1, .varint(let dimension)): append(Int64(bitPattern: dimension))
      case (1, .bytes(let run)):
        try Self.varints(file, run) { append(Int64(bitPattern: $0)) }
      case (2, .varint(let number)): type = ONNXType(number: Int32(truncatingIfNeeded: number))
      case (3, .bytes): isSegment = true
      case (8, .bytes(let range)): name = file.bytes(in: range)
      case (9, .bytes(let range)): raw = range
      case (13, .bytes(let range)): try append(externalIn: file, range)
      case (14, .varint(let place)): isExternal = place == 1
      default: continue
      }
    }
  }

  /// The name as text; what is no text in it is replaced.
  var text: String { String(decoding: name, as: UTF8.self) }

  private mutating func append(_ dimension: Int64) {
    if dimensions.count <= Self.rankLimit { dimensions.append(dimension) }
  }

  private mutating func append(
    externalIn file: MappedFile, _ message: Range<Int>
  ) throws(ProtobufFault) {
    var entry = (key: "", value: "")
    var cursor = ProtobufCursor(file, message)
    while let field = try cursor.next() {
      guard case .bytes(let range) = field.value else { continue }
      let shown = range.lowerBound..<min(range.upperBound, range.lowerBound + Self.textLimit)
      let text = String(decoding: file.bytes(in: shown), as: UTF8.self)
      if field.number == 1 { entry.key = text }
      if field.number == 2 { entry.value = text }
    }
    if ONNXExternalKey(rawValue: entry.key) != nil {
      external.removeAll { $0.key == entry.key }
      external.append(entry)
    }
  }

  /// Calls `body` with each of some numbers one behind another.
  static func varints(
    _ file: MappedFile, _ run: Range<Int>, _ body: (UInt64) -> Void
  ) throws(ProtobufFault) {
    var start = run.lowerBound
    while start < run.upperBound {
      let found = unsafe file.withUnsafeBytes(in: start..<min(start + 10, run.upperBound)) {
        unsafe ProtobufVarint.first(in: $0)
      }
      guard let found else { throw .varint(limit: 10, position: start) }
      body(found.value)
      start += found.byteCount
    }
  }
}
