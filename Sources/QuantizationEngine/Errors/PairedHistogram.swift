/// How values, and what became of each, fall into bins, with the squared error by value.
///
///     var counts = PairedHistogram(over: Bins(over: -1...1, count: 4096))
///     counts.add(values.span, decoded.span)
///     counts.values.counts            // the floats
///     counts.quantized.counts         // where they landed
///     counts.squaredErrors            // Σe² over the values of each bin
///
/// A value that is not finite is nowhere. A finite value that became infinite or NaN is among
/// ``values`` alone.
public struct PairedHistogram: Hashable, Sendable {
  /// The finite values.
  public private(set) var values: Histogram
  /// What became of them.
  public private(set) var quantized: Histogram
  /// Σe² over the values of each bin, e = x − x̂, in units of the tensor, squared.
  public private(set) var squaredErrors: [Double]
  /// The smallest and the largest finite number that a value became; nil if there is none.
  public private(set) var quantizedBounds: ClosedRange<Double>?

  /// The counts of no values over some bins.
  public init(over bins: Bins) {
    values = Histogram(bins: bins, counts: Array(repeating: 0, count: bins.count))
    quantized = values
    squaredErrors = Array(repeating: 0, count: bins.count)
  }

  /// The bins.
  public var bins: Bins { values.bins }

  /// Takes values in.
  ///
  /// - Parameters:
  ///   - values: The values.
  ///   - quantized: What became of each.
  /// - Precondition: there are as many of both.
  public mutating func add(_ values: Span<Float>, _ quantized: Span<Float>) {
    precondition(values.count == quantized.count, "there is a pair for each value")
    let bins = bins
    var (smallest, largest) = (Float.infinity, -Float.infinity)
    for index in values.indices {
      let value = values[index]
      guard value.isFinite else { continue }
      let place = self.values.take(value, bins)
      let level = quantized[index]
      guard level.isFinite else { continue }
      _ = self.quantized.take(level, bins)
      smallest = min(smallest, level)
      largest = max(largest, level)
      guard let place else { continue }
      let error = Double(value) - Double(level)
      squaredErrors[place] += error * error
    }
    if smallest <= largest { reach(Double(smallest)...Double(largest)) }
  }

  private mutating func reach(_ bounds: ClosedRange<Double>) {
    quantizedBounds =
      quantizedBounds.map {
        min($0.lowerBound, bounds.lowerBound)...max($0.upperBound, bounds.upperBound)
      } ?? bounds
  }

  /// Takes other counts over the same bins in; for the same bits of Σe², always in the same order.
  public static func += (counts: inout PairedHistogram, other: PairedHistogram) {
    counts.values = counts.values + other.values
    counts.quantized = counts.quantized + other.quantized
    for bin in counts.squaredErrors.indices {
      counts.squaredErrors[bin] += other.squaredErrors[bin]
    }
    if let bounds = other.quantizedBounds { counts.reach(bounds) }
  }

  /// The same over other bins, as nearly as these bins can say: each goes as a whole to the bin that
  /// holds its middle.
  ///
  /// A bin that lies across an end of the window counts as inside, so that what stands at the end of
  /// it is seen.
  ///
  /// - Parameter others: The bins, fewer and wider than these to be of any use.
  /// - Returns: As many counts as there are others.
  /// - Complexity: O(bins).
  public func gathered(over others: Bins) -> PairedHistogram {
    var gathered = PairedHistogram(over: others)
    gathered.values.below = values.below
    gathered.values.above = values.above
    gathered.quantized.below = quantized.below
    gathered.quantized.above = quantized.above
    gathered.quantizedBounds = quantizedBounds
    for bin in 0..<bins.count {
      let (count, landed) = (values.counts[bin], quantized.counts[bin])
      guard count > 0 || landed > 0 else { continue }
      let center = bins.center(bin)
      let place: Int? =
        if let inside = others.index(of: center) {
          inside
        } else if center < others.lower {
          bins.edge(bin + 1) > others.lower ? 0 : nil
        } else {
          bins.edge(bin) <= others.upper ? others.count - 1 : nil
        }
      guard let place else {
        gathered.values.pass(count, isBelow: center < others.lower)
        gathered.quantized.pass(landed, isBelow: center < others.lower)
        continue
      }
      gathered.values.counts[place] += count
      gathered.quantized.counts[place] += landed
      gathered.squaredErrors[place] += squaredErrors[bin]
    }
    return gathered
  }
}

extension Histogram {
  /// Counts a value.
  ///
  /// - Returns: its bin; nil outside the window.
  @inline(__always)
  fileprivate mutating func take(_ value: Float, _ bins: Bins) -> Int? {
    let value = Double(value)
    if let place = bins.index(of: value) {
      counts[place] += 1
      return place
    }
    if value < bins.lower { below += 1 } else { above += 1 }
    return nil
  }

  /// Counts values outside of the window.
  fileprivate mutating func pass(_ count: Int, isBelow: Bool) {
    if isBelow { below += count } else { above += count }
  }
}
