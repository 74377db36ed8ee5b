import Dispatch
import Glibc
import Synchronization

/// Loops whose turns run on all processors.
package enum Parallel {
  /// Below this many elements a part is not worth a thread.
  static let smallestPart = 1 << 16

  /// How many processors may be used.
  package static let processorCount = max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1)

  /// `0..<count` cut into equal parts, at most one for each processor; none for no elements.
  static func parts(of count: Int, smallest: Int = smallestPart) -> [Range<Int>] {
    guard count > 0 else { return [] }
    let number = max(min(processorCount, count / smallest), 1)
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

  /// What `body` makes of each index, in the order of the indices; processors take them as they come free.
  ///
  /// - Parameters:
  ///   - indices: What is worked on.
  ///   - processorCount: On how many processors at the most.
  ///   - monitor: May cancel; it is asked before each index.
  ///   - body: Gets the number of the processor, which no other call has at the same time, and an index.
  /// - Returns: As many results as there are indices.
  /// - Throws: `CancellationError` if the monitor says so before an index.
  package static func mapEach<Result: Sendable>(
    _ indices: Range<Int>, processorCount: Int = processorCount, monitor: ProgressMonitor,
    _ body: @Sendable (_ processor: Int, _ index: Int) -> Result
  ) throws(CancellationError) -> [Result] {
    let next = Atomic(indices.lowerBound)
    let results = Mutex([Result?](repeating: nil, count: indices.count))
    forEach(0..<min(processorCount, indices.count)) { processor in
      while !monitor.isCancelled {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < indices.upperBound else { return }
        let result = body(processor, index)
        results.withLock { $0[index - indices.lowerBound] = result }
      }
    }
    try monitor.checkCancellation()
    return results.withLock { $0.compactMap(\.self) }
  }

  /// How many turns each processor has where there are many elements: enough for uneven ones to even
  /// out, and few enough for quick ones to cost no more than they do themselves.
  private static let turnsOfProcessor = 64

  /// `0..<count` cut into turns, each of which is of some elements in their order.
  package static func turns(of count: Int) -> [Range<Int>] {
    let size = max(count / (processorCount * turnsOfProcessor), 1)
    return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// The results of `body` for each element, in the order of the elements; a monitor hears the share of
  /// them that is there.
  package static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], monitor: ProgressMonitor = .none, _ body: @Sendable (Element) -> Result
  ) -> [Result] {
    let turns = turns(of: elements.count)
    let results = Mutex(
      (parts: [[Result]](repeating: [], count: turns.count), count: 0))
    forEach(turns.indices) { turn in
      let part = elements[turns[turn]].map(body)
      // Telling under the lock keeps what the monitor hears in order.
      results.withLock { results in
        results.parts[turn] = part
        results.count += part.count
        monitor.report(Double(results.count) / Double(elements.count))
      }
    }
    return results.withLock { $0.parts.flatMap(\.self) }
  }
}
