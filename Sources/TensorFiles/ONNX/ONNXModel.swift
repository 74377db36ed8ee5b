import QuantizationEngine

/// The tensors of a model: those of its graph, of the graphs in it, and of its functions.
///
/// A tensor is an initializer of a graph, or what a node `Constant` holds. One of the main graph is
/// called as the model calls it. Names of other graphs are their own, so a tensor in one is called by
/// the way to it: the first output of the node that has the graph, the attribute in which it has it,
/// and the name, as in `y/then_branch/w`; in a function the way begins with the function's name.
struct ONNXModel {
  /// The file.
  let file: MappedFile
  /// The tensors in the order of the file; those that are not read say why.
  private(set) var tensors: [StoredTensor] = []
  /// The graphs and functions, each behind the one around it.
  private var scopes: [ONNXScope] = []
  private var placing: ONNXPlacing
  private var quantizers: [ONNXQuantizer] = []

  /// How deep graphs may lie in graphs; more do not fit into the nesting that upb allows.
  static let depthLimit = 32
  /// How many tensors a model may have.
  static let tensorLimit = 1 << 20
  /// How many nodes are kept that may say how codes stand for values.
  private static let quantizerLimit = 1 << 20

  /// The model of a file.
  init(_ file: MappedFile) throws(ONNXFault) {
    self.file = file
    placing = ONNXPlacing(file)
    var hasVersion = false
    var graph: Range<Int>?
    var functions: [Range<Int>] = []
    var cursor = ProtobufCursor(file, 0..<file.byteCount)
    while let field = try cursor.nextField() {
      switch (field.number, field.value) {
      case (1, .varint): hasVersion = true
      case (7, .bytes(let range)):
        guard graph == nil else { throw .repeatedPart(.graph, position: field.position) }
        graph = range
      case (25, .bytes(let range)): functions.append(range)
      default: continue
      }
    }
    guard hasVersion else { throw .noVersion }
    guard let graph else { throw .noGraph }
    try walk(graph, nodeField: 1, path: "", around: nil)
    for function in functions { try walk(function: function) }
    tensors = ONNXQuantization.applied(to: tensors, scopes, quantizers)
  }

  /// Walks the nodes of a function, which has no initializers.
  private mutating func walk(function: Range<Int>) throws(ONNXFault) {
    var cursor = ProtobufCursor(file, function)
    var parts = ["", "", ""]
    while let field = try cursor.nextField() {
      guard case .bytes(let range) = field.value, range.count <= 1 << 16,
        let part = [10, 1, 13].firstIndex(of: field.number)
      else { continue }
      parts[part] = String(decoding: file.bytes(in: range), as: UTF8.self)
    }
    let name = parts.filter { !$0.isEmpty }.joined(separator: "/")
    try walk(function, nodeField: 7, path: name + "/", around: nil)
  }

  /// Walks a graph, or a function.
  ///
  /// - Parameters:
  ///   - graph: The message.
  ///   - nodeField: The number of the field that its nodes are in.
  ///   - path: What the names of its tensors begin with.
  ///   - around: The scope in which it lies.
  /// - Throws: ``ONNXFault``, what refuses the whole model.
  private mutating func walk(
    _ graph: Range<Int>, nodeField: Int, path: String, around: Int?
  ) throws(ONNXFault) {
    let depth = around.map { scopes[$0].depth + 1 } ?? 0
    guard depth < Self.depthLimit else {
      throw .nesting(limit: Self.depthLimit, position: graph.lowerBound)
    }
    let scope = scopes.count
    scopes.append(ONNXScope(path: path, around: around, depth: depth))
    var cursor = ProtobufCursor(file, graph)
    while let field = try cursor.nextField() {
      guard case .bytes(let range) = field.value else { continue }
      if field.number == nodeField {
        try walk(node: range, scope)
      } else if nodeField == 1, field.number == 5 {
        let tensor = try tensor(range)
        let name = path + tensor.text
        try append(placing.placed(tensor, name: name), called: tensor.text, range, scope)
      } else if nodeField == 1, field.number == 15 {
        try append(sparse: range, called: nil, scope)
      }
    }
  }

  /// Takes what a node `Constant` holds, and walks the graphs of any other.
  private mutating func walk(node message: Range<Int>, _ scope: Int) throws(ONNXFault) {
    let node: ONNXNode
    do throws(ProtobufFault) {
      node = try ONNXNode(file, message)
    } catch {
      throw .message(error)
    }
    if quantizers.count < Self.quantizerLimit,
      let quantizer = try ONNXQuantizer(node, scope: scope, in: file)
    {
      quantizers.append(quantizer)
    }
    var attributes: [ONNXAttribute] = []
    let isConstant = node.op == "Constant" && node.domain.isEmpty
    try node.forEachAttribute(in: file) { attribute throws(ONNXFault) in
      if isConstant || !attribute.graphs.isEmpty { attributes.append(attribute) }
    }
    for attribute in attributes {
      if isConstant, !attribute.isReference {
        try append(attribute, called: node.output ?? "", scope)
      }
      for (index, graph) in attribute.graphs.enumerated() {
        let place = attribute.graphs.count == 1 ? attribute.name : "\(attribute.name)[\(index)]"
        let way = "\(scopes[scope].path)\(node.output ?? node.op)/\(place)/"
        try walk(graph, nodeField: 1, path: way, around: scope)
      }
    }
  }

  /// Takes what an attribute of a `Constant` holds.
  private mutating func append(
    _ attribute: ONNXAttribute, called name: String, _ scope: Int
  ) throws(ONNXFault) {
    let full = scopes[scope].path + name
    let message = attribute.message
    switch attribute.name {
    case "value":
      guard let range = attribute.tensor else { return }
      try append(placing.placed(try tensor(range), name: full), called: name, message, scope)
    case "value_float":
      let placed = placing.placed(attribute.float, .float32, name: full)
      if let placed { try append(placed, called: name, message, scope) }
    case "value_int" where attribute.integer != nil:
      let numbers = attribute.integerNumber
      try append(
        placing.placed(numbers, .int64, shape: [], name: full), called: name, message, scope)
    case "value_floats" where attribute.hasFloats, "value_ints" where attribute.hasIntegers:
      let isFloat = attribute.hasFloats
      let numbers = isFloat ? attribute.floats : attribute.integers
      let placed = placing.placed(
        numbers, isFloat ? .float32 : .int64, shape: [numbers.count(in: file)], name: full)
      try append(placed, called: name, message, scope)
    case "sparse_value":
      guard let range = attribute.sparse else { return }
      try append(sparse: range, called: name, scope)
    case "value_string", "value_strings":
      guard attribute.isText else { return }
      let fault = ONNXFault.notReal(
        name: full, storedAs: "string", position: message.lowerBound)
      let row = placing.unread(fault, full, .notReal("string"), [])
      try append(row, called: name, message, scope)
    default: return
    }
  }

  /// Takes a sparse tensor, which is listed; without another name it has that of its values.
  private mutating func append(
    sparse message: Range<Int>, called name: String?, _ scope: Int
  ) throws(ONNXFault) {
    var values: ONNXTensor?
    var shape: [Int] = []
    var cursor = ProtobufCursor(file, message)
    while let field = try cursor.nextField() {
      switch (field.number, field.value) {
      case (1, .bytes(let range)): values = try tensor(range)
      case (3, .varint(let bits)) where shape.count < ONNXTensor.rankLimit:
        shape.append(Int(truncatingIfNeeded: bits))
      default: continue
      }
    }
    let own = name ?? values?.text ?? ""
    let full = scopes[scope].path + own
    let row = placing.unread(
      .sparse(name: full, position: message.lowerBound), full,
      .notReal("sparse \(values?.type.storedAs ?? "undefined")"), shape)
    try append(row, called: own, message, scope)
  }

  private func tensor(_ message: Range<Int>) throws(ONNXFault) -> ONNXTensor {
    do throws(ProtobufFault) {
      return try ONNXTensor(file, message)
    } catch {
      throw .message(error)
    }
  }

  /// Lists a tensor; of several with one name in one graph none is read.
  private mutating func append(
    _ tensor: StoredTensor, called name: String, _ message: Range<Int>, _ scope: Int
  ) throws(ONNXFault) {
    guard tensors.count < Self.tensorLimit else { throw .tensorCount(limit: Self.tensorLimit) }
    var tensor = tensor
    if !name.isEmpty {
      if let first = scopes[scope].positions[ExactText(name)] {
        let fault = ONNXFault.duplicateName(
          name: tensor.description.name, position: message.lowerBound)
        tensor = tensor.unread(.onnx(path: file.path, fault))
        tensors[first] = tensors[first].unread(.onnx(path: file.path, fault))
      } else {
        scopes[scope].positions[ExactText(name)] = tensors.count
      }
    }
    tensors.append(tensor)
  }
}

extension StoredTensor {
  /// The same tensor, listed and not read.
  fileprivate func unread(_ error: TensorFileError) -> StoredTensor {
    StoredTensor(description: description, file: file, start: 0, form: .unread(error))
  }
}
