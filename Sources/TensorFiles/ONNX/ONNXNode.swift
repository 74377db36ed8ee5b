/// A node of a graph: what it computes and of what; its attributes are walked when they are asked for.
struct ONNXNode: Sendable {
  /// The name of the operator; empty where it is not text.
  private(set) var op = ""
  /// The set of operators that it is from; empty for that of ONNX itself.
  private(set) var domain = ""
  /// The names of what goes in, empty where something is left out; the first few of them.
  private(set) var inputs: [String] = []
  /// The name of the first thing that comes out.
  private(set) var output: String?
  /// The message.
  let message: Range<Int>

  /// How many inputs are kept; no operator that is looked at has more.
  private static let inputLimit = 12
  /// The longest name that is kept.
  private static let nameLimit = 1 << 16

  /// The node of a message.
  init(_ file: MappedFile, _ message: Range<Int>) throws(ProtobufFault) {
    self.message = message
    var cursor = ProtobufCursor(file, message)
    while let field = try cursor.next() {
      guard case .bytes(let range) = field.value, range.count <= Self.nameLimit else { continue }
      switch field.number {
      case 1 where inputs.count < Self.inputLimit: inputs.append(Self.text(file, range))
      case 2 where output == nil: output = Self.text(file, range)
      case 4: op = Self.text(file, range)
      case 7: domain = Self.text(file, range)
      default: continue
      }
    }
    if domain == "ai.onnx" { domain = "" }
  }

  /// Calls `body` with each attribute.
  func forEachAttribute(
    in file: MappedFile, _ body: (ONNXAttribute) throws(ONNXFault) -> Void
  ) throws(ONNXFault) {
    var cursor = ProtobufCursor(file, message)
    while let field = try cursor.nextField() {
      guard field.number == 5, case .bytes(let range) = field.value else { continue }
      try body(try ONNXAttribute(file, range))
    }
  }

  private static func text(_ file: MappedFile, _ range: Range<Int>) -> String {
    String(decoding: file.bytes(in: range), as: UTF8.self)
  }
}

/// An attribute of a node: its name, and where each thing that it may hold lies.
struct ONNXAttribute: Sendable {
  /// The name.
  private(set) var name = ""
  /// Whether the value is that of an attribute of the function around it.
  private(set) var isReference = false
  /// The whole number that it holds.
  private(set) var integer: Int64?
  /// Where the float lies that it holds.
  private(set) var float: Range<Int>?
  /// The tensor that it holds.
  private(set) var tensor: Range<Int>?
  /// The graphs that it holds, one or several.
  private(set) var graphs: [Range<Int>] = []
  /// Whether it holds text.
  private(set) var isText = false
  /// The sparse tensor that it holds.
  private(set) var sparse: Range<Int>?
  /// Whether it holds several floats.
  private(set) var hasFloats = false
  /// Whether it holds several whole numbers.
  private(set) var hasIntegers = false
  /// The message.
  let message: Range<Int>

  /// The attribute of a message.
  init(_ file: MappedFile, _ message: Range<Int>) throws(ONNXFault) {
    self.message = message
    var cursor = ProtobufCursor(file, message)
    while let field = try cursor.nextField() {
      switch (field.number, field.value) {
      case (1, .bytes(let range)) where range.count <= 1 << 10:
        name = String(decoding: file.bytes(in: range), as: UTF8.self)
      case (2, .fixed32(let range)): float = range
      case (3, .varint(let bits)): integer = Int64(bitPattern: bits)
      case (4, .bytes), (9, .bytes): isText = true
      case (5, .bytes(let range)):
        guard tensor == nil else { throw .repeatedPart(.tensor, position: field.position) }
        tensor = range
      case (6, .bytes(let range)), (11, .bytes(let range)): graphs.append(range)
      case (7, .fixed32), (7, .bytes): hasFloats = true
      case (8, .varint), (8, .bytes): hasIntegers = true
      case (21, .bytes(let range)): isReference = !range.isEmpty
      case (22, .bytes(let range)): sparse = range
      default: continue
      }
    }
  }

  /// The floats that it holds.
  var floats: ProtobufNumbers { ProtobufNumbers(message: message, field: 7, kind: .fixed32) }
  /// The whole numbers that it holds.
  var integers: ProtobufNumbers { ProtobufNumbers(message: message, field: 8, kind: .varint) }
  /// The whole number that it holds, to be decoded when it is read.
  var integerNumber: ProtobufNumbers { ProtobufNumbers(message: message, field: 3, kind: .varint) }
}

extension ProtobufCursor {
  /// The next field of a message of a model.
  mutating func nextField() throws(ONNXFault) -> ProtobufField? {
    do throws(ProtobufFault) {
      return try next()
    } catch {
      throw .message(error)
    }
  }
}
