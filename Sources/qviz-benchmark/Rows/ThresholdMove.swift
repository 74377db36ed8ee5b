import QuantizationEngine

/// What one key press asks of the engine, with a threshold that is another one each time.
struct ThresholdMove {
  /// As many bins as a screen of a hundred columns has.
  static let barCount = 98

  private let tensor: TensorDistribution
  private let scheme: Scheme
  private let bounds: ClosedRange<Double>
  private let reference: DivergenceReference
  private let bars: Bins

  init(_ tensor: TensorDistribution, scheme: Scheme) throws(BenchmarkError) {
    guard let bounds = tensor.bounds, let reference = DivergenceReference(tensor) else {
      throw .refused("there are no values")
    }
    self.tensor = tensor
    self.scheme = scheme
    self.bounds = bounds
    self.reference = reference
    bars = Bins(over: bounds, count: Self.barCount)
  }

  /// Everything the screen shows: all metrics, and the bars of both histograms and of the strip.
  func all(_ turn: Int) throws -> Double {
    let staircase = try staircase(turn)
    let block = tensor.blocks[0]
    let error = tensor.error(on: [staircase], reference: reference)
    let float = block.histogram(over: bars)
    let quantized = staircase.quantizedHistogram(of: error.sums, over: bars)
    let strip = staircase.squaredError(of: block, sums: error.sums, over: bars)
    let metrics = [
      error.meanSquaredError, error.roundingMeanSquaredError, error.clippingMeanSquaredError,
      error.meanAbsoluteError, error.maximumAbsoluteError, error.sqnrInDecibels,
      error.cosineSimilarity, error.codeEntropyInBits, error.divergence?.klInNats,
      error.divergence?.jsInNats,
    ]
    return metrics.reduce(0.0) { $0 + ($1 ?? 0) } + Double(error.codesUsed)
      + Double(float.counts[0] + quantized.counts[0]) + strip[0]
  }

  /// The mean squared error alone, with the sums that come with it.
  func meanSquaredError(_ turn: Int) throws -> Double {
    tensor.error(on: [try staircase(turn)]).meanSquaredError ?? .nan
  }

  /// The staircase of a range that is a little narrower at each of a hundred turns.
  private func staircase(_ turn: Int) throws -> Staircase {
    let share = 0.95 - 0.003 * Double(turn % 100)
    let range = ClippingRange(
      lower: bounds.lowerBound * share, upper: bounds.upperBound * (share - 0.1))
    return AffineQuantizer(
      encoding: try scheme.encoding(for: range), arithmetic: scheme.arithmetic
    ).staircase
  }
}
