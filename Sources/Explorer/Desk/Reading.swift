internal import QuantizationEngine

/// What the current ranges do to the block on the screen: everything instant but the bars.
struct Reading: Sendable {
  /// What a reading depends on.
  struct Key: Hashable, Sendable {
    let generation: Int
    let block: Int
    let scheme: Scheme
    let range: ClippingRange
  }

  /// What was measured.
  struct Measured: Sendable {
    /// The encoding with its arithmetic.
    let quantizer: AffineQuantizer
    /// Its levels and decision thresholds.
    let staircase: Staircase
    /// All the metrics.
    let error: QuantizationError
    /// Whether a handful of values has all of the energy, so that the metrics are about these alone.
    let concentration: Concentration?
  }

  /// What it belongs to.
  let key: Key
  /// What was measured, or why there is no encoding.
  let outcome: Result<Measured, EncodingError>

  /// Measures a block.
  init(_ block: ShownBlock, key: Key) {
    self.key = key
    do throws(EncodingError) {
      let quantizer = AffineQuantizer(
        encoding: try key.scheme.encoding(for: key.range), arithmetic: key.scheme.arithmetic)
      let staircase = quantizer.staircase
      outcome = .success(
        Measured(
          quantizer: quantizer, staircase: staircase, error: block.error(on: staircase),
          concentration: Concentration(block.distribution, on: staircase)))
    } catch {
      outcome = .failure(error)
    }
  }

  /// From the lowest to the highest level that any value has; nil without values, or where such a
  /// level has overflowed.
  var landing: ClosedRange<Double>? {
    guard let measured else { return nil }
    let counts = measured.error.sums.levelCounts
    guard let first = counts.firstIndex(where: { $0 > 0 }),
      let last = counts.lastIndex(where: { $0 > 0 })
    else { return nil }
    let lower = Double(measured.staircase.levels[first])
    let upper = Double(measured.staircase.levels[last])
    return lower.isFinite && upper.isFinite ? lower...upper : nil
  }

  /// What was measured; nil if there is no encoding.
  var measured: Measured? {
    if case .success(let measured) = outcome { measured } else { nil }
  }
}

/// The counts behind the two histograms and the strip of squared error.
struct Counts: Sendable {
  /// What was counted.
  enum Subject: Hashable, Sendable {
    /// A block under a scheme.
    case reading(Reading.Key)
    /// All of the tensor under what is in force in place of the scheme, as far as it is known.
    case recoding(generation: Int, RecodedShelf.Key?)
  }

  /// What counts depend on.
  struct Key: Hashable, Sendable {
    let subject: Subject
    let window: ClosedRange<Double>
    let columns: Int
  }

  /// What they belong to.
  let key: Key
  /// The values as they were given.
  let float: Histogram
  /// The values where they land; nil if there is no encoding, or nobody knows yet.
  let quantized: Histogram?
  /// Σe² by bin; nil as above.
  let squaredErrors: [Double]?

  /// Counts as they were made.
  init(key: Key, float: Histogram, quantized: Histogram?, squaredErrors: [Double]?) {
    self.key = key
    self.float = float
    self.quantized = quantized
    self.squaredErrors = squaredErrors
  }

  /// Counts a block over a window, one bin for each column; nil without columns.
  init?(_ block: ShownBlock, reading: Reading, key: Key) {
    guard key.columns > 0 else { return nil }
    let bins = Bins(over: key.window, count: key.columns)
    self.key = key
    float = block.distribution.histogram(over: bins)
    quantized = reading.measured.map { measured in
      measured.staircase.quantizedHistogram(of: measured.error.sums, over: bins)
    }
    squaredErrors = reading.measured.map { measured in
      measured.staircase.squaredError(
        of: block.distribution, sums: measured.error.sums, over: bins)
    }
  }
}
