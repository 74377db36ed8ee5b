extension Histogram {
  /// The exact histogram of the finite values of a stream, in one reading on all processors.
  ///
  /// - Parameters:
  ///   - stream: the elements, in any order.
  ///   - bins: the bins.
  ///   - monitor: hears the progress and may cancel.
  /// - Throws: `CancellationError` if the monitor says so.
  /// - Complexity: O(elements); of elements of at most 16 bits each bit pattern is counted, which is
  ///   several times faster than finding the bin of each value.
  public init(
    of stream: ElementStream, over bins: Bins, monitor: ProgressMonitor = .none
  ) throws(CancellationError) {
    if let patternCount = stream.elementType.patternCount, stream.count > 4 * patternCount {
      self.init(of: try PatternCounts(of: stream, monitor: monitor), over: bins)
      return
    }
    let parts =
      stream.elementType.fitsFloat32
      ? try stream.binned(as: Float.self, over: bins, monitor: monitor)
      : try stream.binned(as: Double.self, over: bins, monitor: monitor)
    let empty = Histogram(bins: bins, counts: Array(repeating: 0, count: bins.count))
    self = parts.reduce(empty, +)
  }

  /// The histogram of the finite values of counted patterns.
  private init(of patterns: PatternCounts, over bins: Bins) {
    self.init(bins: bins, counts: Array(repeating: 0, count: bins.count))
    for (pattern, count) in patterns.counts.enumerated() where count > 0 {
      let value = patterns.elementType.value(ofPattern: pattern)
      guard value.isFinite else { continue }
      if let bin = bins.index(of: Double(value)) {
        counts[bin] += Int(count)
      } else if Double(value) < bins.lower {
        below += Int(count)
      } else {
        above += Int(count)
      }
    }
  }
}

extension ElementStream {
  /// The histogram of what each processor reads.
  fileprivate func binned<Element: LaneElement>(
    as type: Element.Type, over bins: Bins, monitor: ProgressMonitor
  ) throws(CancellationError) -> [Histogram] {
    try fold(
      monitor: monitor, start: { BinCounter<Element>(bins) },
      { counter, bytes in counter.add(bytes, of: self) },
      finish: { $0.histogram })
  }
}

/// Counts values in bins on one processor.
private struct BinCounter<Element: LaneElement> {
  /// The edges of the bins, those of the first and the last one included.
  private let edges: [Double]
  private let binsPerUnit: Double
  private var values: [Element] = []
  private(set) var histogram: Histogram

  init(_ bins: Bins) {
    edges = (0...bins.count).map(bins.edge)
    binsPerUnit = 1 / bins.width
    histogram = Histogram(bins: bins, counts: Array(repeating: 0, count: bins.count))
  }

  /// Counts the elements of a piece of a stream.
  mutating func add(_ bytes: RawSpan, of stream: ElementStream) {
    let count = bytes.byteCount / stream.elementType.byteCount
    if values.count < count { values = Array(repeating: 0, count: count) }
    unsafe values.withUnsafeMutableBufferPointer { values in
      unsafe bytes.withUnsafeBytes { bytes in
        guard let source = bytes.baseAddress, let target = values.baseAddress else { return }
        unsafe stream.decode(source, count: count, to: target)
      }
    }
    let last = edges.count - 2
    let (lower, upper) = (edges[0], edges[last + 1])
    var (below, above) = (0, 0)
    unsafe values.withUnsafeBufferPointer { values in
      unsafe edges.withUnsafeBufferPointer { edges in
        unsafe histogram.counts.withUnsafeMutableBufferPointer { counts in
          for index in 0..<count {
            let number = unsafe values[index]
            guard number.rounded32.isFinite else { continue }
            let value = Double(number)
            if value < lower {
              below += 1
            } else if value > upper {
              above += 1
            } else {
              // A guess, which may be no number where a bin is narrower than float64 can say; the
              // edges decide.
              let guess = (value - lower) * binsPerUnit
              var bin = guess < Double(last) ? Int(guess) : last
              while bin > 0, unsafe value < edges[bin] { bin -= 1 }
              while bin < last, unsafe value >= edges[bin + 1] { bin += 1 }
              unsafe counts[bin] += 1
            }
          }
        }
      }
    }
    histogram.below += below
    histogram.above += above
  }
}
