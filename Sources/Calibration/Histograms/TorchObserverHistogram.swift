import QuantizationEngine

/// The histogram that PyTorch's `HistogramObserver` keeps: a histogram of ``TorchBins`` of each batch, added up
/// in float32.
///
/// The bins of a batch are those of `torch.histc`, in the type of the values, and stop at its
/// ``TorchBins/countLimit``, as one thread counts; several stop there each.
///
/// Where a batch has values outside the range, the histogram is first laid over the larger one: each
/// bin is cut into 16 parts of a sixteenth of its count, and each part goes to the bin that has its
/// middle. So counts become fractions, and values may move by a bin with each such batch.
///
/// Edge cases: the count of a range of no width goes to the one bin of the larger range that has its
/// value. Batches without values are passed over.
///
/// Source: torch 2.13, `torch/ao/quantization/observer.py`.
struct TorchObserverHistogram: Hashable {
  /// Into how many parts a bin is cut.
  private static let partCount = 16

  /// From the smallest to the largest value so far.
  private(set) var range: ClosedRange<Float>
  /// How many values each bin holds, more or less.
  private(set) var counts: [Float]
  /// The type of the values.
  private let type: ElementType

  /// The histogram of one batch over the range of its values.
  private init(
    _ batch: any Distribution, bounds: ClosedRange<Float>, count: Int, type: ElementType
  ) {
    self.type = type
    range = bounds
    counts = Self.counts(of: batch, in: TorchBins(over: bounds, count: count, type: type))
  }

  /// The histogram of batches; nil where none has a value.
  init?(of batches: [any Distribution], count: Int, type: ElementType = .float32) {
    var histogram: TorchObserverHistogram?
    for batch in batches {
      guard let bounds = batch.floatBounds else { continue }
      if histogram == nil {
        histogram = TorchObserverHistogram(batch, bounds: bounds, count: count, type: type)
      } else {
        histogram?.add(batch, bounds: bounds)
      }
    }
    guard let histogram else { return nil }
    self = histogram
  }

  /// Takes a batch in.
  private mutating func add(_ batch: any Distribution, bounds: ClosedRange<Float>) {
    let both =
      min(range.lowerBound, bounds.lowerBound)...max(range.upperBound, bounds.upperBound)
    let added = Self.counts(
      of: batch, in: TorchBins(over: both, count: counts.count, type: type))
    let laid = both == range ? counts : laid(over: both)
    range = both
    counts = zip(laid, added).map { $0 + $1 }
  }

  /// The counts over a larger range.
  private func laid(over larger: ClosedRange<Float>) -> [Float] {
    let bins = counts.count
    guard range.lowerBound < range.upperBound else {
      let bin = TorchBins(over: larger, count: bins).bin(of: range.lowerBound)
      let place = bin < bins ? bin : 0
      var laid = [Float](repeating: 0, count: bins)
      laid[place] = TorchArithmetic.sum(counts)
      return laid
    }
    let parts = bins * Self.partCount
    let half = 0.5 * ((range.upperBound - range.lowerBound) / Float(parts))
    let edges = TorchArithmetic.linspace(
      from: range.lowerBound, through: range.upperBound, count: parts + 1)
    let targets = TorchArithmetic.linspace(
      from: larger.lowerBound, through: larger.upperBound, count: bins + 1)
    var laid = [Float](repeating: 0, count: bins)
    for part in 0..<parts {
      let reached = Self.bucket(of: edges[part] + half, in: targets)
      laid[min(max(reached - 1, 0), bins - 1)] +=
        counts[part / Self.partCount] / Float(Self.partCount)
    }
    return laid
  }

  /// `torch.bucketize(value, edges, right=True)`: by halving, which matters because a subnormal step
  /// makes `linspace` fall in its middle.
  private static func bucket(of value: Float, in edges: [Float]) -> Int {
    var (lower, upper) = (0, edges.count)
    while lower < upper {
      let middle = (lower + upper) / 2
      if edges[middle] > value { upper = middle } else { lower = middle + 1 }
    }
    return lower
  }

  private static func counts(of batch: any Distribution, in bins: TorchBins) -> [Float] {
    batch.counts(of: .values, in: bins).map { Float($0) }
  }
}
