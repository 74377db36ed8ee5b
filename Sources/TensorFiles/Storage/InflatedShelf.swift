import Synchronization

/// The bytes made for a file that are in memory: the last ones, and those before within a budget.
///
/// Bytes go with their maker. A maker is known by a weak reference and not by its address, which the
/// next one may have once it is gone.
final class InflatedShelf: Sendable {
  /// Some bytes and who made them.
  private struct Entry {
    weak var maker: (any DeferredBytes)?
    let memory: MappedFile
  }

  /// How many bytes all may take together, where there is more than one maker of them.
  private let budget: Int
  private let inflated = Mutex<[Entry]>([])

  /// An empty shelf; by default 256 MiB.
  init(budget: Int = 1 << 28) {
    self.budget = budget
  }

  /// The bytes that somebody made, if they are there.
  func memory(of maker: any DeferredBytes) -> MappedFile? {
    inflated.withLock { inflated in
      guard let index = inflated.firstIndex(where: { $0.maker === maker }) else { return nil }
      // The last to be asked for is the last to go.
      inflated.append(inflated.remove(at: index))
      return inflated[inflated.count - 1].memory
    }
  }

  /// Keeps the bytes that somebody made, and lets go of those whose maker is gone, and of those that
  /// nobody has asked for longest.
  func put(_ memory: MappedFile, of maker: any DeferredBytes) {
    inflated.withLock { inflated in
      inflated.removeAll { $0.maker == nil }
      inflated.append(Entry(maker: maker, memory: memory))
      var size = inflated.reduce(0) { $0 + $1.memory.byteCount }
      while size > budget, inflated.count > 1 { size -= inflated.removeFirst().memory.byteCount }
    }
  }
}
