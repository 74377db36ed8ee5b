/// The values of a pickle, and which holds which.
struct PickleGraph: Sendable {
  /// The file, or the inflated member, in which texts lie.
  let file: MappedFile
  /// Every value that holds others, in the order in which they were made.
  let nodes: [PickleNode]
  /// The value that was pickled.
  let root: PickleValue
  /// Where the pickle ends.
  let end: Int

  /// The node that a value is, where it is one.
  func node(_ value: PickleValue) -> PickleNode? {
    if case .node(let index) = value { nodes[index] } else { nil }
  }

  /// The characters of a value, where it is a text of at most `limit` bytes.
  func text(_ value: PickleValue, limit: Int = 1 << 12) -> String? {
    guard case .text(let range) = value, range.count <= limit else { return nil }
    return String(decoding: file.bytes(in: range), as: UTF8.self)
  }

  /// The name that a value is, where it is one.
  func global(_ value: PickleValue) -> String? {
    if case .global(let global)? = node(value)?.kind { global.name } else { nil }
  }

  /// The items of a tuple or of a list.
  func sequence(_ value: PickleValue) -> [PickleValue]? {
    guard let node = node(value), [.tuple, .list].contains(node.kind) else { return nil }
    return node.items
  }

  /// The whole numbers of a tuple or of a list, as a shape is; nil where there is anything else, or
  /// where they are more than `limit`.
  func integers(_ value: PickleValue, limit: Int) -> [Int]? {
    guard let items = sequence(value), items.count <= limit else { return nil }
    var integers: [Int] = []
    for item in items {
      guard case .integer(let integer) = item else { return nil }
      integers.append(integer)
    }
    return integers
  }
}
