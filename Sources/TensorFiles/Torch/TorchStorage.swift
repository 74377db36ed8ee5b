/// What a checkpoint says about a storage: the bytes that one or several tensors are views of.
///
///     ("storage", class, key, device, number of items)
///     ("storage", class, key, device, number of items, None or (key, first item, number of items))
///
/// The second is the legacy form's, where a storage can be a part of another.
struct TorchStorage: Hashable, Sendable {
  /// The type of its items, as its class says.
  let type: TorchType
  /// The name of its bytes in the file.
  let key: String
  /// How many items the bytes are.
  let fullCount: Int
  /// Which of them the storage has.
  let items: Range<Int>
  /// Whether it has a size only, and no bytes in the file.
  let isMeta: Bool

  /// How long a key may be; they are numbers.
  private static let keyLimit = 256

  /// How many bytes it has in the file.
  var fullByteCount: Int { fullCount * type.byteCount }

  /// The storage that a reference to the outside of a pickle describes; nil if it describes none.
  init?(_ value: PickleValue, in graph: PickleGraph) {
    guard let node = graph.node(value), node.kind == .persistent,
      let fields = graph.sequence(node.items[0]), (5...6).contains(fields.count),
      graph.text(fields[0]) == "storage", let name = graph.global(fields[1]),
      let type = TorchType(storageClass: name),
      let key = graph.text(fields[2], limit: Self.keyLimit),
      case .integer(let count) = fields[4], count >= 0, count <= Int.max / 16
    else { return nil }
    var items = 0..<count
    if let view = fields.dropFirst(5).first, view != .none {
      guard let view = graph.sequence(view), view.count == 3,
        case .integer(let first) = view[1], case .integer(let length) = view[2],
        first >= 0, first <= count, length >= 0, length <= count - first
      else { return nil }
      items = first..<first + length
    }
    self.type = type
    self.key = key
    self.items = items
    fullCount = count
    isMeta = graph.text(fields[3]) == "meta"
  }
}

/// Where the bytes of a storage lie.
struct TorchPlace: Sendable {
  /// The file.
  let file: MappedFile
  /// The first byte, in the file or in the inflated member.
  let start: Int
  /// How many they are.
  let byteCount: Int
  /// The member, where it is deflated.
  var deflated: DeflatedMember?
}

/// The bytes of storages by their keys: members of an archive, or parts of a file.
protocol TorchStorages {
  /// Where the bytes of a storage lie, all of them within the file.
  ///
  /// - Returns: nil if there are none of that key.
  /// - Throws: ``TensorFileError/zip(path:_:)`` where a member cannot be read.
  func place(of key: String) throws(TensorFileError) -> TorchPlace?
}
