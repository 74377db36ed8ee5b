import QuantizationEngine

/// The histogram that `numpy.histogram` makes of float32 values, edges and all.
///
///     edge(i) = float32(float32(i · step) + first),  step = float32((last − first) / count)
///
/// A value has the bin that float32((x − first) / width) · count, rounded at each step and cut to an
/// integer, says, or its neighbour where an edge says so. In all but subnormal ranges that is
/// edge(i) ≤ x < edge(i + 1), the last bin closed above. Unlike ``Bins``, whose edges
/// are float64, everything here is rounded to float32 after each operation, as NumPy does where the
/// values are float32.
///
/// Edge cases: a range of no width is widened by one half on each side.
///
/// Source: numpy 2.2, `lib/_histograms_impl.py` and `_core/function_base.py` (`linspace`).
struct NumpyHistogram: Hashable {
  /// One edge more than there are bins, ascending.
  let edges: [Float]
  /// How many values each bin holds.
  let counts: [Int]

  /// What is counted.
  enum Quantity: Hashable {
    /// The values.
    case values
    /// Their magnitudes.
    case magnitudes
  }

  /// The histogram over a range.
  ///
  /// - Throws: ``CalibrationError/toolFails(tool:reason:)`` where NumPy refuses because neighbouring
  ///   edges coincide.
  init(
    of quantity: Quantity, in distribution: any Distribution, range: ClosedRange<Float>,
    count: Int, tool: String
  ) throws(CalibrationError) {
    edges = Self.edges(over: range, count: count)
    guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw .toolFails(
        tool: tool, reason: "the range of the values is too small, or too large, for \(count) bins")
    }
    // The first float32 of each bin but the first, by NumPy's own arithmetic.
    let edges = edges
    let bounds = Staircase(
      levels: Array(edges.dropLast()), guess: { edges[$0 + 1] },
      index: { Self.index(of: $0, edges: edges) }
    ).thresholds
    let between =
      switch quantity {
      case .values: distribution.ranks(belowRounding: bounds)
      case .magnitudes: distribution.magnitudeRanks(belowRounding: bounds)
      }
    let ranks = [0] + between + [distribution.count]
    counts = zip(ranks.dropFirst(), ranks).map { $0 - $1 }
  }

  /// The bin of a value, those below and above the range going to the outermost ones.
  private static func index(of value: Float, edges: [Float]) -> Int {
    let count = edges.count - 1
    let (first, last) = (edges[0], edges[count])
    guard value > first else { return 0 }
    guard value < last else { return count - 1 }
    var index = min(Int((value - first) / (last - first) * Float(count)), count - 1)
    if value < edges[index] {
      index -= 1
    } else if index != count - 1, value >= edges[index + 1] {
      index += 1
    }
    return index
  }

  /// `linspace` in float32.
  static func edges(over range: ClosedRange<Float>, count: Int) -> [Float] {
    var (first, last) = (range.lowerBound, range.upperBound)
    if first == last {
      first -= 0.5
      last += 0.5
    }
    let width = last - first
    let step = width / Float(count)
    var edges = (0...count).map { index in
      (step == 0 ? Float(index) / Float(count) * width : Float(index) * step) + first
    }
    edges[count] = last
    return edges
  }

  /// The running share of the counts, added up in order in float64.
  var cumulativeShares: [Double] {
    let total = Double(counts.reduce(0, +))
    var sum = 0.0
    return counts.map { count in
      sum += Double(count) / total
      return sum
    }
  }
}
