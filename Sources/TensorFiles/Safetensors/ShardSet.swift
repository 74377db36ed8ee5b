import Dispatch
import QuantizationEngine
import Synchronization

/// The shards of a checkpoint, each opened once, and the tensors in them.
struct ShardSet: Sendable {
  private let shards: [ExactText: Shard]

  /// The shards with some names, opened on all processors: each is the price of its header.
  init(paths: [ExactText: String]) {
    let named = Array(paths)
    let opened = Mutex<[ExactText: Shard]>([:])
    DispatchQueue.concurrentPerform(iterations: named.count) { index in
      let shard = Shard(path: named[index].value)
      opened.withLock { $0[named[index].key] = shard }
    }
    shards = opened.withLock(\.self)
  }

  /// What the headers say of weights.
  var annotations: [ExactText: String] {
    shards.values.reduce(into: [:]) { annotations, shard in
      guard case .opened(let contents, _) = shard else { return }
      annotations.merge(contents.annotations) { first, _ in first }
    }
  }

  /// The tensor that an index says is in a shard; one that is listed and not read if it is not.
  func tensor(_ entry: SafetensorsIndexEntry, index: MappedFile) -> StoredTensor {
    switch shards[ExactText(entry.shard)] {
    case .opened(let contents, let positions):
      if let position = positions[ExactText(entry.name)] { return contents.tensors[position] }
      let fault = SafetensorsIndexFault.notInShard(name: entry.name, shard: entry.shard)
      return unread(entry, index: index, .safetensorsIndex(path: index.path, fault))
    case .failed(let error): return unread(entry, index: index, error)
    case nil: return unread(entry, index: index, .missing(path: entry.shard))
    }
  }

  /// A tensor of which the name is all that is known.
  private func unread(
    _ entry: SafetensorsIndexEntry, index: MappedFile, _ error: TensorFileError
  ) -> StoredTensor {
    StoredTensor(
      description: TensorDescription(
        name: entry.name, elementType: .float32, storedAs: "unknown", shape: [0],
        elementCount: 0, byteCount: 0),
      file: index, start: 0, form: .unread(error))
  }
}

/// A shard that was opened, or why it could not be.
private enum Shard: Sendable {
  case opened(SafetensorsContents, positions: [ExactText: Int])
  case failed(TensorFileError)

  init(path: String) {
    do throws(TensorFileError) {
      let contents = try TensorFileFormat.safetensorsContents(MappedFile(path: path))
      let names = contents.tensors.map { ExactText($0.description.name) }
      self = .opened(
        contents,
        positions: Dictionary(uniqueKeysWithValues: zip(names, contents.tensors.indices)))
    } catch {
      self = .failed(error)
    }
  }
}
