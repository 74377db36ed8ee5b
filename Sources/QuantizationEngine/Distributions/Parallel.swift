import Dispatch
import Glibc
import Synchronization

/// Loops whose turns run on all processors.
package enum Parallel {
  /// Below this many elements a part is not worth a thread.
  static let smallestPart = 1 << 16

  /// How many processors may be used.
  static let processorCount = max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)

  /// `0..<count` cut into equal parts, at most one for each processor; none for no elements.
  static func parts(of count: Int) -> [Range<Int>] {
    guard count > 0 else { return [] }
    let number = max(min(processorCount, count / smallestPart), 1)
    return (0..<number).map { part in
      count / number * part + min(part, count % number)..<count / number * (part + 1)
        + min(part + 1, count % number)
    }
  }

  /// Runs `body` once for each index and returns when all turns have ended.
  package static func forEach(_ indices: Range<Int>, _ body: @Sendable (Int) -> Void) {
    guard indices.count > 1 else {
      for index in indices { body(index) }
      return
    }
    DispatchQueue.concurrentPerform(iterations: indices.count) { turn in
      body(indices.lowerBound + turn)
    }
  }

  /// The results of `body` for each element, in the order of the elements.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], _ body: @Sendable (Element) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: elements.count))
    forEach(elements.indices) { index in
      let result = body(elements[index])
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
