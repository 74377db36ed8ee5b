/// The way through what was saved to its tensors, and the names by which they are reached.
///
/// | held by | is called |
/// | --- | --- |
/// | a dictionary | by its key, a text or a number |
/// | a list, a tuple or a set | by its position |
/// | an object | by the attribute |
/// | a module's `_parameters`, `_buffers` and `_modules` | as in its `state_dict` |
///
/// The parts of a name have dots between them. What is held twice has two names; what holds itself is
/// passed once.
struct TorchWalk {
  /// How deep values may hold each other.
  static let depthLimit = 128

  /// The tensors in the order in which they were saved.
  private(set) var found: [TorchFinding] = []
  private let graph: PickleGraph
  /// The nodes that are being visited.
  private var open: Set<Int> = []
  /// What the list of tensors costs, in bytes.
  private var cost = 0
  /// What it may cost: what is shared can be reached in very many ways.
  private let costLimit: Int

  init(_ graph: PickleGraph) {
    self.graph = graph
    costLimit = 1 << 24 + graph.nodes.count << 10
  }

  /// Finds the tensors in a value.
  ///
  /// - Throws: ``TorchFault/nesting(limit:)`` and ``TorchFault/names(limit:)``.
  mutating func visit(_ value: PickleValue, name: String, depth: Int) throws(TorchFault) {
    guard case .node(let index) = value, open.insert(index).inserted else { return }
    defer { open.remove(index) }
    guard depth < Self.depthLimit else { throw .nesting(limit: Self.depthLimit) }
    try charge(64 + name.utf8.count)
    let node = graph.nodes[index]
    switch node.kind {
    case .tuple, .list, .set: try visitItems(node.items, name, depth)
    case .dictionary: try visitEntries(node.entries, name, depth)
    case .object(let global) where TorchCall(global.name) == .first:
      try visitCall(.first, node, name, depth)
    case .object:
      try visitItems(node.items, name, depth)
      try visitEntries(node.entries, name, depth)
      try visitState(node.state, name, depth)
    case .global, .persistent: return
    case .call(let global): try visitCall(TorchCall(global.name), node, name, depth)
    }
  }

  private mutating func visitCall(
    _ call: TorchCall?, _ node: PickleNode, _ name: String, _ depth: Int
  ) throws(TorchFault) {
    switch call {
    case .tensor(let rebuild):
      try add(TorchFinding(name: name, rebuild: rebuild, node.items, node.position))
    case .unread(let reason):
      try add(TorchFinding(name: name, unread: reason, node.items, node.position))
    case .first, .sequence:
      guard let first = node.items.first else { return }
      try visit(first, name: name, depth: depth + 1)
    case .dictionary:
      try visitEntries(node.entries + pairs(node.items.first), name, depth)
    case .object: try visitState(node.state, name, depth)
    case .typed:
      guard node.items.count >= 3, let inner = graph.global(node.items[0]),
        let arguments = graph.sequence(node.items[2])
      else { return }
      let state = node.items.count > 3 ? node.items[3] : node.state
      // Another call of this kind within would have to be a call, and is only a name.
      guard let call = TorchCall(inner), call != .typed else { return }
      try visitCall(
        call,
        PickleNode(
          kind: node.kind, items: arguments, state: state, position: node.position), name, depth)
    case .plain, nil: return
    }
  }

  private mutating func visitItems(
    _ items: [PickleValue], _ name: String, _ depth: Int
  ) throws(TorchFault) {
    for (index, item) in items.enumerated() {
      guard case .node = item else { continue }
      try visit(item, name: Self.join(name, String(index)), depth: depth + 1)
    }
  }

  private mutating func visitEntries(
    _ entries: [(key: PickleValue, value: PickleValue)], _ name: String, _ depth: Int
  ) throws(TorchFault) {
    for (key, value) in entries {
      guard case .node = value else { continue }
      try visit(value, name: Self.join(name, label(key)), depth: depth + 1)
    }
  }

  /// Finds the tensors in the attributes of an object: a dictionary, or two of them.
  private mutating func visitState(
    _ state: PickleValue?, _ name: String, _ depth: Int
  ) throws(TorchFault) {
    guard let state, let node = graph.node(state) else { return }
    guard node.kind == .dictionary else {
      let parts = graph.sequence(state) ?? []
      let isAttributes =
        parts.count == 2
        && parts.allSatisfy {
          $0 == .none || graph.node($0)?.kind == .dictionary
        }
      guard isAttributes else { return try visit(state, name: name, depth: depth + 1) }
      for part in parts { try visitState(part, name, depth) }
      return
    }
    for (key, value) in node.entries {
      guard case .node = value else { continue }
      let label = label(key)
      let isModule = ["_parameters", "_buffers", "_modules"].contains(label)
      try visit(value, name: isModule ? name : Self.join(name, label), depth: depth + 1)
    }
  }

  /// The keys and values of a dictionary that was made of pairs, as Python 2 pickled some.
  private func pairs(_ value: PickleValue?) -> [(key: PickleValue, value: PickleValue)] {
    guard let value, let items = graph.sequence(value) else { return [] }
    return items.compactMap { item in
      guard let pair = graph.sequence(item), pair.count == 2 else { return nil }
      return (pair[0], pair[1])
    }
  }

  private mutating func add(_ finding: TorchFinding) throws(TorchFault) {
    try charge(1024)
    found.append(finding)
  }

  private mutating func charge(_ bytes: Int) throws(TorchFault) {
    cost += bytes
    guard cost <= costLimit else { throw .names(limit: costLimit) }
  }

  /// What a key is called in a name.
  private func label(_ key: PickleValue) -> String {
    switch key {
    case .text: graph.text(key) ?? "…"
    case .integer(let integer): String(integer)
    case .boolean(let isTrue): isTrue ? "True" : "False"
    case .real(let number): "\(number)"
    case .none: "None"
    case .node: graph.global(key) ?? "…"
    case .bytes, .largeInteger: "…"
    }
  }

  private static func join(_ name: String, _ label: String) -> String {
    name.isEmpty ? label : name + "." + label
  }
}

/// A tensor that was found, as the call that makes it describes it.
struct TorchFinding {
  /// The way to it; empty where it was saved by itself.
  let name: String
  /// Which arguments it is described by; nil where it is not read.
  let rebuild: TorchRebuild?
  /// Why it is not read.
  let reason: TorchUnread?
  /// The arguments of the call.
  let arguments: [PickleValue]
  /// Where in the pickle the call is.
  let position: Int

  /// A tensor over a storage.
  init(name: String, rebuild: TorchRebuild, _ arguments: [PickleValue], _ position: Int) {
    self.name = name
    self.rebuild = rebuild
    reason = nil
    self.arguments = arguments
    self.position = position
  }

  /// A tensor that is not read.
  init(name: String, unread: TorchUnread, _ arguments: [PickleValue], _ position: Int) {
    self.name = name
    rebuild = nil
    reason = unread
    self.arguments = arguments
    self.position = position
  }

  /// The view of a storage that it is.
  ///
  /// - Throws: ``TorchFault``, the cases about what a tensor is described by.
  func view(in graph: PickleGraph, name: String) throws(TorchFault) -> TorchView {
    guard let rebuild else {
      throw .unread(name: name, reason ?? .pending, position: position)
    }
    let view = try TorchView(arguments, of: rebuild, in: graph, name: name, position: position)
    // Beside the fields a tensor may have a flag that its values are to be negated.
    let beside = rebuild == .plain ? 6 : rebuild == .typed ? 7 : Int.max
    if arguments.indices.contains(beside), let flags = graph.node(arguments[beside]),
      flags.entries.contains(where: { $0.value == .boolean(true) })
    {
      throw .unread(name: name, .pending, position: position)
    }
    return view
  }
}
