import Synchronization

/// What was read of a source.
final class ReadLog: Sendable {
  private let reads = Mutex<[Range<Int>]>([])

  func note(_ elements: Range<Int>) {
    reads.withLock { $0.append(elements) }
  }

  /// How many elements were read.
  var elementCount: Int { reads.withLock { $0.reduce(0) { $0 + $1.count } } }
  /// How many elements were read at once, at most.
  var longest: Int { reads.withLock { $0.map(\.count).max() ?? 0 } }
  /// Where the last of them ends.
  var last: Int? { reads.withLock { $0.map(\.upperBound).max() } }
}
