import ModelComparison
import QuantizationEngine

/// Where the values of a pair are counted.
enum CountedLine {
  /// Where the values are on both sides, in so many bins: the window, and their own where a converter
  /// changed them.
  case whole(Bins)
  /// In these bins.
  case part(Bins)
}

/// A tensor counted before and after.
struct CountedPair: Sendable {
  /// The sums over its values.
  var sums = PairedSums()
  /// The values in bins.
  var histogram: PairedHistogram

  /// The counts of no values.
  init(over bins: Bins) {
    histogram = PairedHistogram(over: bins)
  }

  /// Takes values in, and what became of each.
  mutating func add(_ values: Span<Float>, _ quantized: Span<Float>) {
    sums.add(values, quantized)
    histogram.add(values, quantized)
  }

  /// Takes the values of other counts in; for the same bits always in the same order.
  static func += (counts: inout CountedPair, other: CountedPair) {
    counts.sums += other.sums
    counts.histogram += other.histogram
  }
}

extension PairReader {
  /// What the quantized side of a pair is stored as, and what an original tensor's part of it takes.
  func storage(
    of pair: TensorPair, part: Int
  ) -> (name: String, bitsPerValue: Double?, byteCount: Int) {
    let stored = pair.quantized.map { quantized[$0].compared }
    let bytes = stored.reduce(0) { $0 + $1.byteCount }
    let elements = stored.reduce(0) { $0 + $1.elementCount }
    let bits = elements > 0 ? 8 * Double(bytes) / Double(elements) : nil
    let own = original[pair.original[part]].facts.elementCount
    let share = pair.original.count == 1 ? bytes : Int(((bits ?? 0) * Double(own) / 8).rounded(.up))
    return (stored.first?.storedAs ?? "", bits, share)
  }

  /// What is said of a norm that holds scales of matrices after it.
  private static let timesScales = "times the scales of matrices after it"

  /// Counts a tensor before and after, under the transform by which the two sides are nearest.
  ///
  /// - Parameters:
  ///   - pair: The tensor and its counterpart.
  ///   - part: Which of the tensors on the original side.
  ///   - line: Where values are counted.
  ///   - monitor: Hears the progress and may cancel.
  /// - Returns: The counts, and what a converter did to the values themselves; nil for nothing.
  /// - Throws: `Failure` where a side is not read, or `CancellationError`.
  func count(
    _ pair: TensorPair, part: Int, on line: CountedLine, monitor: ProgressMonitor
  ) throws -> (counts: CountedPair, change: String?) {
    let (chosen, factors) = chosen(pair)
    let transform = chosen.transforms[0]
    let held = scalesHeld(by: chosen)
    let lengths = chosen.original.map { original[$0].facts.elementCount }
    let first = lengths[..<part].reduce(0, +)
    let last = min(first + lengths[part], chosen.comparedCount)
    return try sources(of: chosen) { original, stored in
      let ordered = try ordered(stored, of: chosen, factors)
      let changed = changed(original, of: chosen, held?.scales)
      let change = held == nil ? (transform.changesValues ? "\(transform)" : nil) : Self.timesScales
      let pieces = PairPieces(
        original: changed, quantized: ordered, elements: min(first, last)..<last)
      let bins =
        switch line {
        case .part(let bins): bins
        case .whole(let bins) where change == nil: bins
        case .whole(let bins): try pieces.bins(count: bins.count, monitor: monitor) ?? bins
        }
      return (try pieces.count(over: bins, monitor: monitor), change)
    }
  }
}

/// Both sides of a pair, read piece by piece on all processors.
private struct PairPieces: Sendable {
  let original: ValueSource
  let quantized: ValueSource
  let elements: Range<Int>

  /// How many elements a piece has: both sides of it stay in cache.
  private static let length = 1 << 15
  /// How many pieces are worked on before what was made of them is taken.
  private static let turn = 64

  func count(over bins: Bins, monitor: ProgressMonitor) throws -> CountedPair {
    var total = CountedPair(over: bins)
    try read(monitor) { elements in
      var counts = CountedPair(over: bins)
      counts.add(original.values(elements).span, quantized.values(elements).span)
      return counts
    } taking: {
      total += $0
    }
    return total
  }

  /// Bins over twice the range of both sides; nil without finite values.
  func bins(count: Int, monitor: ProgressMonitor) throws -> Bins? {
    var bounds: ClosedRange<Double>?
    try read(monitor) { elements in
      var sums = PairedSums()
      sums.add(original.values(elements).span, original.values(elements).span)
      return sums.bounds
    } taking: { (found: ClosedRange<Double>?) in
      guard let found else { return }
      bounds =
        bounds.map {
          min($0.lowerBound, found.lowerBound)...max($0.upperBound, found.upperBound)
        } ?? found
    }
    return bounds.map { bounds in
      let half = (bounds.upperBound - bounds.lowerBound) / 2
      return Bins(over: bounds.lowerBound - half...bounds.upperBound + half, count: count)
    }
  }

  private func read<Made: Sendable>(
    _ monitor: ProgressMonitor, _ body: @Sendable (Range<Int>) -> Made, taking take: (Made) -> Void
  ) throws(CancellationError) {
    let count = (elements.count + Self.length - 1) / Self.length
    for first in stride(from: 0, to: count, by: Self.turn) {
      let turn = first..<min(first + Self.turn, count)
      let made = try Parallel.mapEach(turn, monitor: monitor) { _, piece in
        let start = elements.lowerBound + piece * Self.length
        return body(start..<min(start + Self.length, elements.upperBound))
      }
      for result in made { take(result) }
      monitor.report(Double(turn.upperBound) / Double(count))
    }
  }
}
