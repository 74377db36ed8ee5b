import Synchronization

/// The batches of one of many tensors: those of the tensor that was asked for last.
final class LastBatchShelf: Sendable {
  private struct Entry {
    let tensor: Int
    let shelf: BatchShelf
  }

  private let last = Mutex<Entry?>(nil)

  /// The shelf of a tensor; that of another one goes, with the memory that it takes.
  func shelf(of tensor: Int, _ loader: @autoclosure () -> TensorLoader) -> BatchShelf {
    last.withLock { last in
      if let entry = last, entry.tensor == tensor { return entry.shelf }
      let entry = Entry(tensor: tensor, shelf: BatchShelf(loader()))
      last = entry
      return entry.shelf
    }
  }
}
