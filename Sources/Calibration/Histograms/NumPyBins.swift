import QuantizationEngine

/// The bins of `numpy.histogram` over a range of float32 values, or of float16 ones.
///
///     edge(i) = float32(float32(i · step) + first),  step = float32((last − first) / count)
///
/// A value has the bin that float32((x − first) / width) · count, rounded at each step and cut to an
/// integer, says, or its neighbour where an edge says so. In all but subnormal ranges that is
/// edge(i) ≤ x < edge(i + 1), the last bin closed above. Unlike ``Bins``, whose edges are float64,
/// everything here is rounded to float32 after each operation, as NumPy does where the values are
/// float32.
///
/// For float16 values every operation is rounded to float16, which cannot tell 2048 edges apart but over
/// a range whose width is a power of two.
///
/// Edge cases: a range of no width is widened by one half on each side.
///
/// Source: numpy 2.2, `lib/_histograms_impl.py` and `_core/function_base.py` (`linspace`).
struct NumPyBins: ToolBins {
  /// What the edges are computed in.
  enum EdgePrecision: Hashable, Sendable {
    /// float32, as for a range that comes of the values.
    case float32
    /// float64, rounded last, as for a range given as numbers of Python.
    case float64
  }

  /// How many there are.
  let count: Int
  private let first: Float
  private let last: Float
  private let width: Float
  private let step: Float
  private let precision: EdgePrecision
  private let type: ElementType

  /// The bins of a range.
  ///
  /// - Throws: ``CalibrationError/toolFails(tool:reason:)`` where neighbouring edges coincide: NumPy
  ///   refuses.
  /// - Complexity: O(1) where the bins are much wider than float32 numbers are apart, else O(count).
  init(
    over range: ClosedRange<Float>, count: Int, edges precision: EdgePrecision = .float32,
    type: ElementType = .float32, tool: String
  ) throws(CalibrationError) {
    self.count = count
    self.precision = precision
    self.type = type
    let hasNoWidth = range.lowerBound == range.upperBound
    first = hasNoWidth ? type.rounded(range.lowerBound - 0.5) : range.lowerBound
    last = hasNoWidth ? type.rounded(range.upperBound + 0.5) : range.upperBound
    width = type.rounded(last - first)
    step = type.rounded(width / type.rounded(Float(count)))
    guard ascends else {
      throw .toolFails(
        tool: tool, reason: "the range of the values is too small, or too large, for \(count) bins")
    }
  }

  /// All edges: `numpy.linspace`.
  var edges: [Float] { (0...count).map { self[$0] } }

  /// The left edge of a bin, or the last edge.
  subscript(bin: Int) -> Float {
    guard bin < count else { return last }
    return switch precision {
    case .float32: type.rounded(distance(to: bin) + first)
    case .float64:
      Float(Double(bin) * ((Double(last) - Double(first)) / Double(count)) + Double(first))
    }
  }

  /// How far an edge is from the first one.
  private func distance(to bin: Int) -> Float {
    let number = type.rounded(Float(bin))
    guard step == 0 else { return type.rounded(number * step) }
    return type.rounded(type.rounded(number / type.rounded(Float(count))) * width)
  }

  /// Whether every edge is above the one before it.
  private var ascends: Bool {
    guard width.isFinite, width > 0 else { return false }
    // The step's own rounding and two more move an edge by less than two units at the larger end.
    let unit = max(first.magnitude, last.magnitude, width).ulp
    if type == .float32, count < 1 << 24, step.isNormal, step > 4 * unit { return true }
    var previous = self[0]
    for bin in 1...count {
      let edge = self[bin]
      guard edge > previous else { return false }
      previous = edge
    }
    return true
  }

  /// The bin of a value, those below and above the range going to the outermost ones.
  func bin(of value: Float) -> Int {
    guard value > first else { return 0 }
    guard value < last else { return count - 1 }
    let share = type.rounded(type.rounded(value - first) / width)
    let place = type.rounded(share * type.rounded(Float(count)))
    var bin = min(Int(place), count - 1)
    if value < self[bin] {
      bin -= 1
    } else if bin != count - 1, value >= self[bin + 1] {
      bin += 1
    }
    return bin
  }
}

extension NumPyBins {
  /// How many values each bin holds, those beyond the range being dropped; for histograms of millions
  /// of bins of which few hold anything.
  ///
  /// - Complexity: O(bins that hold values · log of the values), whatever the number of bins.
  func sparseCounts(of batch: any Distribution) -> SparseCounts {
    var counts = SparseCounts()
    let kept = batch.ranks(belowRounding: [first, last.nextUp])
    var rank = kept[0]
    while rank < kept[1] {
      let value = Float(batch.value(atRank: rank))
      let bin = bin(of: value)
      let next =
        FloatThreshold.smallest(from: value, through: last, near: self[bin + 1]) {
          self.bin(of: $0) > bin
        }
      let end = next.map { batch.ranks(belowRounding: [$0])[0] } ?? kept[1]
      // An estimated rank may not move; a value is in its bin all the same.
      counts.append(max(end, rank + 1) - rank, to: bin)
      rank = max(end, rank + 1)
    }
    return counts
  }
}
