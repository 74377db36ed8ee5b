/// How often each bit pattern occurs among elements of at most 16 bits.
///
/// With that everything is known of the elements but their order, however many they are.
public struct PatternCounts: Hashable, Sendable {
  /// The type of the elements.
  public let elementType: ElementType
  /// One count for each bit pattern, the pattern being the position.
  public private(set) var counts: [UInt64]

  /// No elements.
  ///
  /// - Precondition: the type has a ``ElementType/patternCount``.
  public init(elementType: ElementType) {
    guard let patternCount = elementType.patternCount else {
      preconditionFailure("\(elementType.rawValue) has too many patterns to count")
    }
    self.elementType = elementType
    counts = Array(repeating: 0, count: patternCount)
  }

  /// The counts of a whole stream, in one pass on all processors.
  ///
  /// - Parameters:
  ///   - stream: the elements, in any order.
  ///   - monitor: hears the progress and may cancel.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Precondition: the type of the stream has a ``ElementType/patternCount``.
  /// - Complexity: O(elements); 1 MiB of tables for each processor.
  public init(
    of stream: ElementStream, monitor: ProgressMonitor = .none
  ) throws(CancellationError) {
    self.init(elementType: stream.elementType)
    let elementType = stream.elementType
    let parts = try stream.fold(
      monitor: monitor, start: { PatternTables(elementType: elementType) },
      { tables, bytes in tables.add(bytes) },
      finish: { PatternCounts($0, of: stream) })
    self = parts.reduce(self, +)
  }

  /// The counts that tables hold of elements of a stream.
  init(_ tables: consuming PatternTables, of stream: ElementStream) {
    self.init(elementType: stream.elementType)
    let totals = tables.total()
    guard stream.byteOrder.isForeign, elementType.byteCount == 2 else {
      counts = totals
      return
    }
    // Foreign patterns are counted as they lie; only their names are turned round.
    for (pattern, count) in totals.enumerated() {
      counts[Int(UInt16(truncatingIfNeeded: pattern).byteSwapped)] = count
    }
  }

  /// How many elements were counted.
  public var elementCount: Int {
    Int(counts.reduce(0, +))
  }

  /// Counts elements that lie in memory, in this machine's byte order.
  ///
  /// - Precondition: there are whole elements only.
  public mutating func add(_ bytes: RawSpan) {
    var tables = PatternTables(elementType: elementType)
    tables.add(bytes)
    for (pattern, count) in tables.total().enumerated() { counts[pattern] += count }
  }

  /// The counts of two collections of elements together.
  ///
  /// - Precondition: both are of one type.
  public static func + (first: PatternCounts, second: PatternCounts) -> PatternCounts {
    precondition(first.elementType == second.elementType, "counts of different formats do not add")
    var sum = first
    for pattern in sum.counts.indices { sum.counts[pattern] += second.counts[pattern] }
    return sum
  }
}
