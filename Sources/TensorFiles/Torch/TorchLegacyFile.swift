import QuantizationEngine

/// The legacy form of a checkpoint, which `torch.save` wrote until 1.6, and still writes when asked to.
///
///     a pickle     the magic number 1950a86a20f9469cfc6c
///     a pickle     the protocol, 1001
///     a pickle     a dictionary about the machine
///     a pickle     what was saved, with references to storages
///     a pickle     the list of the storages' keys
///     for each     the number of items (8 bytes), the items
///
/// All numbers are little-endian, whatever the machine was.
///
/// Source: PyTorch 2.13, `torch/serialization.py`, `_legacy_save` and `_legacy_load`, and
/// `torch/csrc/serialization.cpp`.
struct TorchLegacyFile: TorchStorages {
  /// The magic number as the first pickle has it.
  static let magic: [UInt8] = [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]
  /// What a file begins with whose pickles are of protocol 2, which is the usual one.
  static let signature: [UInt8] = [0x80, 2, 0x8A, 10] + magic + [0x2E]
  /// The first pickle of protocols 4 and 5, with its frame, is the longest.
  private static let longestBeginning = 32

  private let file: MappedFile
  private let graph: PickleGraph
  private var places: [String: TorchPlace] = [:]

  /// Whether a file begins with a pickle of the magic number.
  static func begins(_ file: MappedFile) -> Bool {
    let beginning = file.bytes(in: 0..<min(longestBeginning, file.byteCount))
    guard beginning.first == PickleOpcode.proto.rawValue,
      let end = beginning.firstIndex(of: PickleOpcode.stop.rawValue), end > magic.count
    else { return false }
    return beginning[..<end].suffix(magic.count).elementsEqual(magic)
  }

  /// The pickles of a file, and where its storages lie.
  ///
  /// - Throws: ``TorchFault``, the cases about the file.
  /// - Complexity: O(size of the pickles, and a page for each storage).
  init(_ file: MappedFile) throws(TorchFault) {
    self.file = file
    let magic = try Self.pickle(in: file, from: 0)
    let version = try Self.pickle(in: file, from: magic.end)
    guard version.root == .integer(1001) else { throw .legacyProtocol(position: magic.end) }
    let machine = try Self.pickle(in: file, from: version.end)
    graph = try Self.pickle(in: file, from: machine.end)
    let list = try Self.pickle(in: file, from: graph.end)
    let storages = Self.storages(of: graph)
    guard let keys = list.sequence(list.root), keys.count == storages.count else {
      throw .legacyKeys(position: graph.end)
    }
    var cursor = list.end
    for key in keys {
      guard let key = list.text(key), places[key] == nil, let storage = storages[key] else {
        throw .legacyKeys(position: graph.end)
      }
      places[key] = try place(of: storage, from: &cursor)
    }
    guard cursor == file.byteCount else {
      throw .legacyTrailing(file.byteCount - cursor, position: cursor)
    }
  }

  /// The tensors of the file.
  ///
  /// - Throws: ``TensorFileError/torch(path:_:)``.
  func tensors() throws(TensorFileError) -> [StoredTensor] {
    let checkpoint = TorchCheckpoint(
      graph: graph, path: file.path, place: file.path, storages: self, byteOrder: .little)
    let tensors = try checkpoint.tensors(prefix: "")
    guard !tensors.isEmpty else { throw .torch(path: file.path, .noTensors) }
    return tensors
  }

  func place(of key: String) -> TorchPlace? { places[key] }

  private static func pickle(
    in file: MappedFile, from start: Int
  ) throws(TorchFault) -> PickleGraph {
    do throws(PickleFault) {
      return try PickleMachine.graph(in: file, start..<file.byteCount) { TorchCall($0.name) != nil }
    } catch {
      throw .pickle(error)
    }
  }

  /// The storages that a pickle refers to, by their keys.
  private static func storages(of graph: PickleGraph) -> [String: TorchStorage] {
    var storages: [String: TorchStorage] = [:]
    for index in graph.nodes.indices where graph.nodes[index].kind == .persistent {
      guard let storage = TorchStorage(.node(index), in: graph) else { continue }
      storages[storage.key] = storage
    }
    return storages
  }

  /// The bytes of the next storage, behind which the cursor is moved.
  private func place(
    of storage: TorchStorage, from cursor: inout Int
  ) throws(TorchFault) -> TorchPlace {
    let countSize = 8
    guard file.byteCount - cursor >= countSize else {
      throw .legacyEnd(
        key: storage.key, expected: countSize, found: file.byteCount - cursor, position: cursor)
    }
    let count = file.bytes(in: cursor..<cursor + countSize).reversed()
      .reduce(0) { $0 << 8 | Int64($1) }
    guard count == storage.fullCount else {
      throw .legacyStorage(
        key: storage.key, expected: storage.fullCount, found: Int(count), position: cursor)
    }
    cursor += countSize
    guard storage.fullByteCount <= file.byteCount - cursor else {
      throw .legacyEnd(
        key: storage.key, expected: storage.fullByteCount, found: file.byteCount - cursor,
        position: cursor)
    }
    defer { cursor += storage.fullByteCount }
    return TorchPlace(file: file, start: cursor, byteCount: storage.fullByteCount)
  }
}
