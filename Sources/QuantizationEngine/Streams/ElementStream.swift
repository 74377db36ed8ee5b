import Synchronization

/// The stored elements of a tensor, read a piece at a time on all processors.
///
/// Whoever makes one knows where the bytes are; whoever reads one sees runs of them. Nothing is
/// kept of a piece once it has been read, so a stream may be larger than memory.
///
/// The elements are counted in the order in which they are stored.
public struct ElementStream: Sendable {
  /// The type of the elements.
  public let elementType: ElementType
  /// The order of the bytes of an element.
  public let byteOrder: ByteOrder
  /// How many elements there are.
  public let count: Int

  private let read: @Sendable (Range<Int>, (RawSpan) -> Void) -> Void

  /// How many bytes are read between two looks at the monitor: a fraction of a millisecond of work,
  /// and so little that what is mapped at one time does not matter.
  static let pieceByteCount = 1 << 20

  /// A stream of elements that a function gives access to.
  ///
  /// - Parameters:
  ///   - elementType: the type of the elements.
  ///   - byteOrder: the order of the bytes of an element.
  ///   - count: how many elements there are.
  ///   - read: calls its second argument exactly once, with the bytes of the given elements and no
  ///     others; it is called from several threads at once, each time with other elements.
  /// - Precondition: `count` is not negative.
  public init(
    elementType: ElementType, byteOrder: ByteOrder, count: Int,
    read: @escaping @Sendable (_ elements: Range<Int>, _ body: (RawSpan) -> Void) -> Void
  ) {
    precondition(count >= 0, "a stream has no negative number of elements")
    self.elementType = elementType
    self.byteOrder = byteOrder
    self.count = count
    self.read = read
  }

  /// Calls `body` with the bytes of some elements.
  ///
  /// - Precondition: the elements are elements of the stream.
  func withBytes(of elements: Range<Int>, _ body: (RawSpan) -> Void) {
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= count, "elements lie within the stream")
    let byteCount = elements.count * elementType.byteCount
    read(elements) { bytes in
      precondition(bytes.byteCount == byteCount, "a stream hands out the elements asked for")
      body(bytes)
    }
  }

  /// Reads every element once: each processor folds the pieces that it takes into a state of its own.
  ///
  /// - Parameters:
  ///   - monitor: hears the progress and may cancel.
  ///   - start: makes the state of a processor.
  ///   - fold: takes the bytes of one piece into a state.
  ///   - finish: what remains of a state when all pieces have been read.
  /// - Returns: the results in no particular order, at most one for each processor, at least one.
  /// - Throws: `CancellationError` if the monitor says so, within a piece.
  func fold<State, Result: Sendable>(
    monitor: ProgressMonitor, start: @Sendable () -> State,
    _ fold: @Sendable (inout State, RawSpan) -> Void,
    finish: @Sendable (consuming State) -> Result
  ) throws(CancellationError) -> [Result] {
    let pieceLength = Self.pieceByteCount / elementType.byteCount
    let pieceCount = count / pieceLength + (count.isMultiple(of: pieceLength) ? 0 : 1)
    let next = Atomic(0)
    let done = Mutex(0)
    let results = Mutex<[Result]>([])
    Parallel.forEach(0..<max(min(Parallel.processorCount, pieceCount), 1)) { _ in
      var state = start()
      while !monitor.isCancelled {
        let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieceCount else { break }
        let first = piece * pieceLength
        withBytes(of: first..<min(first + pieceLength, count)) { fold(&state, $0) }
        done.withLock {
          $0 += 1
          monitor.report(Double($0) / Double(pieceCount))
        }
      }
      let result = finish(state)
      results.withLock { $0.append(result) }
    }
    try monitor.checkCancellation()
    return results.withLock { $0 }
  }

  /// The elements of one block of a layout, as a stream of their own.
  ///
  /// - Precondition: the layout has as many elements and has the block.
  func elements(ofBlock block: Int, in layout: BlockLayout) -> ElementStream {
    precondition(layout.elementCount == count, "elements and layout differ in number")
    var starts: [Int] = []
    var length = 0
    layout.forEachRun(ofBlock: block) { start, count in
      starts.append(start)
      length = count
    }
    // All runs of a block are of one length.
    let (runs, runLength) = (starts, max(length, 1))
    let size = elementType.byteCount
    return ElementStream(elementType: elementType, byteOrder: byteOrder, count: runs.count * length)
    {
      [self] elements, body in
      let first = elements.lowerBound / runLength
      guard elements.upperBound > (first + 1) * runLength else {
        let start = elements.isEmpty ? 0 : runs[first] + elements.lowerBound % runLength
        return withBytes(of: start..<start + elements.count, body)
      }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(elements.count * size)
      var next = elements.lowerBound
      while next < elements.upperBound {
        let within = next % runLength
        let count = min(runLength - within, elements.upperBound - next)
        let start = runs[next / runLength] + within
        withBytes(of: start..<start + count) { piece in
          unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        }
        next += count
      }
      unsafe body(bytes.span.bytes)
    }
  }
}
