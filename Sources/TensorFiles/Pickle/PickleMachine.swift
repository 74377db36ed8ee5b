/// The machine that a pickle is a program for, which executes nothing.
///
/// It moves values between a stack, a memo and a graph. A name is kept as a name. Where Python would
/// call something, the call is recorded as a node, if the name is one of those that the reader knows
/// the result of, and the pickle is refused if it is not. An object that is only made empty and filled
/// with its state, as Python pickles objects of most classes, is a node with that state, whatever its
/// class; neither the class nor anything of it is looked up.
///
/// Every instruction takes constant time and memory apart from the bytes of its argument, and their
/// number is bounded, and so is everything else.
struct PickleMachine {
  /// The most instructions that are followed.
  static let stepLimit = 1 << 24
  /// The most values that hold others, that wait on the stack, and that the memo remembers.
  static let nodeLimit = 1 << 21

  var cursor: PickleCursor
  private(set) var nodes: [PickleNode] = []
  private let isListed: (PickleGlobal) -> Bool
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  /// Where the instruction that is being followed begins, as sentences count it.
  private var position: Int

  /// The values of a pickle.
  ///
  /// - Parameters:
  ///   - file: The file, or the inflated member, in which it lies.
  ///   - range: Where it begins, and where it must have ended.
  ///   - origin: Where in the file the bytes begin from which sentences count.
  ///   - isListed: Whether a name may be called, the call being recorded.
  /// - Returns: The values.
  /// - Throws: ``PickleFault``.
  /// - Complexity: O(bytes).
  static func graph(
    in file: MappedFile, _ range: Range<Int>, origin: Int = 0,
    isListed: @escaping (PickleGlobal) -> Bool
  ) throws(PickleFault) -> PickleGraph {
    var machine = PickleMachine(PickleCursor(file, in: range, origin: origin), isListed: isListed)
    for _ in 0..<stepLimit {
      machine.position = machine.cursor.place
      if let root = try machine.step() {
        return PickleGraph(
          file: file, nodes: machine.nodes, root: root, end: machine.cursor.position)
      }
      guard machine.stack.count <= nodeLimit, machine.memo.count <= nodeLimit else {
        throw .tooLong(limit: nodeLimit, position: machine.position)
      }
    }
    throw .tooLong(limit: stepLimit, position: machine.position)
  }

  private init(_ cursor: PickleCursor, isListed: @escaping (PickleGlobal) -> Bool) {
    self.cursor = cursor
    self.isListed = isListed
    position = cursor.place
  }

  /// Follows one instruction; the value that was pickled, at the last one.
  private mutating func step() throws(PickleFault) -> PickleValue? {
    let byte = try cursor.integer(UInt8.self)
    guard let opcode = PickleOpcode(rawValue: byte) else {
      throw .opcode(byte, position: position)
    }
    switch opcode {
    case .proto:
      let version = try cursor.integer(UInt8.self)
      guard (2...5).contains(version) else { throw .version(found: version, position: position) }
    // A frame says how many bytes to fetch at once; whatever it says, they are read as they come.
    case .frame: _ = try cursor.integer(UInt64.self)
    case .stop: return try pop()

    case .mark: marks.append(stack.count)
    case .pop: if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
    case .popMark: _ = try popToMark()
    case .binaryPut: memo[Int(try cursor.integer(UInt8.self))] = try top()
    case .longBinaryPut: memo[Int(try cursor.integer(UInt32.self))] = try top()
    case .memoize: memo[memo.count] = try top()
    case .binaryGet: stack.append(try kept(Int(try cursor.integer(UInt8.self))))
    case .longBinaryGet: stack.append(try kept(Int(try cursor.integer(UInt32.self))))

    case .global:
      let module = try cursor.line()
      let name = try cursor.line()
      try push(.global(global(module, name)))
    case .stackGlobal:
      guard case .text(let name) = try pop(), case .text(let module) = try pop(),
        name.count <= PickleGlobal.lengthLimit, module.count <= PickleGlobal.lengthLimit
      else { throw .operand(position: position) }
      try push(.global(global(module, name)))
    case .reduce: try call(arguments: try pop())
    case .newObject: try make(arguments: try pop())
    case .newObjectWithKeywords:
      _ = try pop()
      try make(arguments: try pop())
    case .build:
      let state = try pop()
      nodes[try holder()].state = state
    case .binaryPersistent: try refer(to: try pop())

    case .emptyTuple, .tuple1, .tuple2, .tuple3, .tuple, .emptyList, .append, .appends,
      .emptyDictionary, .setItem, .setItems, .emptySet, .addItems, .frozenSet:
      try collect(opcode)
    default: stack.append(try single(opcode))
    }
    return nil
  }

  /// Follows an instruction about collections.
  private mutating func collect(_ opcode: PickleOpcode) throws(PickleFault) {
    switch opcode {
    case .emptyTuple: try push(.tuple)
    case .tuple1: try push(.tuple, items: try pop(1))
    case .tuple2: try push(.tuple, items: try pop(2))
    case .tuple3: try push(.tuple, items: try pop(3))
    case .tuple: try push(.tuple, items: try popToMark())
    case .frozenSet: try push(.set, items: try popToMark())
    case .emptyList: try push(.list)
    case .emptyDictionary: try push(.dictionary)
    case .emptySet: try push(.set)
    case .append:
      let item = try pop()
      nodes[try holder()].items.append(item)
    case .appends, .addItems:
      let items = try popToMark()
      nodes[try holder()].items += items
    case .setItem: try setItems(try pop(2))
    default: try setItems(try popToMark())
    }
  }

  private mutating func setItems(_ items: [PickleValue]) throws(PickleFault) {
    guard items.count.isMultiple(of: 2) else { throw .underflow(position: position) }
    let holder = try holder()
    for index in stride(from: 0, to: items.count, by: 2) {
      nodes[holder].entries.append((items[index], items[index + 1]))
    }
  }

  // MARK: Calls that are not made

  /// Records a call of the name on top of the stack.
  private mutating func call(arguments: PickleValue) throws(PickleFault) {
    let (global, items) = try callee(arguments)
    guard isListed(global) else { throw .call(name: global.name, position: position) }
    try push(.call(global), items: items)
  }

  /// Puts an empty object of the class whose name is on top of the stack.
  private mutating func make(arguments: PickleValue) throws(PickleFault) {
    let (global, items) = try callee(arguments)
    try push(.object(global), items: items)
  }

  /// Puts a reference to the outside of the pickle, or the class that it says to be the source of.
  private mutating func refer(to id: PickleValue) throws(PickleFault) {
    // ("module", class, file, source), with which PyTorch's legacy form warns of code that changed.
    if case .node(let index) = id, nodes[index].items.count == 4,
      case .text(let kind) = nodes[index].items[0],
      cursor.file.bytes(in: kind) == Array("module".utf8),
      case .node(let type) = nodes[index].items[1], case .global = nodes[type].kind
    {
      stack.append(.node(type))
      return
    }
    try push(.persistent, items: [id])
  }

  private mutating func callee(
    _ arguments: PickleValue
  ) throws(PickleFault) -> (PickleGlobal, [PickleValue]) {
    guard case .node(let index) = try pop(), case .global(let global) = nodes[index].kind,
      case .node(let tuple) = arguments, nodes[tuple].kind == .tuple
    else { throw .operand(position: position) }
    return (global, nodes[tuple].items)
  }

  private func global(_ module: Range<Int>, _ name: Range<Int>) -> PickleGlobal {
    let module = String(decoding: cursor.file.bytes(in: module), as: UTF8.self)
    return PickleGlobal(
      module + "." + String(decoding: cursor.file.bytes(in: name), as: UTF8.self))
  }

  // MARK: The stack

  private mutating func push(
    _ kind: PickleNodeKind, items: [PickleValue] = []
  ) throws(PickleFault) {
    guard nodes.count < Self.nodeLimit else {
      throw .tooLong(limit: Self.nodeLimit, position: position)
    }
    stack.append(.node(nodes.count))
    nodes.append(PickleNode(kind: kind, items: items, position: position))
  }

  private mutating func pop() throws(PickleFault) -> PickleValue {
    guard stack.count > marks.last ?? 0 else { throw .underflow(position: position) }
    return stack.removeLast()
  }

  private mutating func pop(_ count: Int) throws(PickleFault) -> [PickleValue] {
    guard stack.count - (marks.last ?? 0) >= count else { throw .underflow(position: position) }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  private mutating func popToMark() throws(PickleFault) -> [PickleValue] {
    guard let mark = marks.popLast() else { throw .underflow(position: position) }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private func top() throws(PickleFault) -> PickleValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw .underflow(position: position)
    }
    return value
  }

  /// The node on top of the stack, which can be filled.
  private func holder() throws(PickleFault) -> Int {
    guard case .node(let index) = try top() else { throw .operand(position: position) }
    switch nodes[index].kind {
    case .tuple, .global, .persistent: throw .operand(position: position)
    case .list, .dictionary, .set, .call, .object: return index
    }
  }

  private func kept(_ index: Int) throws(PickleFault) -> PickleValue {
    guard let value = memo[index] else { throw .memo(position: position) }
    return value
  }

  // MARK: Single values

  /// The value that an instruction brings along.
  private mutating func single(_ opcode: PickleOpcode) throws(PickleFault) -> PickleValue {
    switch opcode {
    case .newTrue: return .boolean(true)
    case .newFalse: return .boolean(false)
    case .binaryInteger: return .integer(Int(try cursor.integer(Int32.self)))
    case .binaryInteger1: return .integer(Int(try cursor.integer(UInt8.self)))
    case .binaryInteger2: return .integer(Int(try cursor.integer(UInt16.self)))
    case .long1: return try long(UInt64(try cursor.integer(UInt8.self)))
    case .long4: return try long(UInt64(try cursor.integer(UInt32.self)))
    case .binaryFloat:
      return .real(Double(bitPattern: try cursor.integer(UInt64.self).byteSwapped))
    case .shortBinaryText, .shortBinaryString:
      return .text(try cursor.skip(UInt64(try cursor.integer(UInt8.self))))
    case .binaryText, .binaryString:
      return .text(try cursor.skip(UInt64(try cursor.integer(UInt32.self))))
    case .binaryText8: return .text(try cursor.skip(try cursor.integer(UInt64.self)))
    case .shortBinaryBytes:
      return .bytes(try cursor.skip(UInt64(try cursor.integer(UInt8.self))))
    case .binaryBytes: return .bytes(try cursor.skip(UInt64(try cursor.integer(UInt32.self))))
    case .binaryBytes8, .byteArray8:
      return .bytes(try cursor.skip(try cursor.integer(UInt64.self)))
    default: return .none
    }
  }

  /// A whole number in two's complement, the least significant byte first.
  private mutating func long(_ count: UInt64) throws(PickleFault) -> PickleValue {
    let range = try cursor.skip(count)
    guard count <= 8 else { return .largeInteger }
    var bits: UInt64 = 0
    let bytes = cursor.file.bytes(in: range)
    for (index, byte) in bytes.enumerated() { bits |= UInt64(byte) << UInt64(8 * index) }
    let unused = 64 - 8 * Int64(bytes.count)
    return .integer(bytes.isEmpty ? 0 : Int(Int64(bitPattern: bits << unused) >> unused))
  }
}
