import Calibration
import QuantizationEngine

/// What a scheme and its ranges make of a tensor: all that `qviz measure` reports.
struct Measurement {
  /// Where the values come from.
  let open: OpenTensor
  /// How the elements fall into blocks.
  let layout: BlockLayout
  /// How many finite values there are.
  let finiteCount: Int
  /// How many are not.
  let excluded: NonFiniteCounts
  /// The smallest and the largest finite value.
  let bounds: ClosedRange<Double>?
  /// The codes and the arithmetic.
  let scheme: Scheme
  /// The clipping range asked for each block.
  let ranges: [ClippingRange]
  /// The encoding of each block.
  let quantizers: [AffineQuantizer]
  /// The metrics.
  let error: QuantizationError
  /// How exact they are.
  let exactness: Exactness

  /// What some ranges make of the distribution of a tensor.
  init(
    open: OpenTensor, tensor: TensorDistribution, scheme: Scheme, ranges: [ClippingRange] = [],
    quantizers: [AffineQuantizer] = [],
    error: QuantizationError = QuantizationError(sums: ErrorSums())
  ) {
    self.open = open
    layout = tensor.layout
    finiteCount = tensor.count
    excluded = tensor.excluded
    bounds = tensor.bounds
    self.scheme = scheme
    self.ranges = ranges
    self.quantizers = quantizers
    self.error = error
    exactness = tensor.exactness
  }

  /// Reads a tensor and measures it.
  ///
  /// An empty tensor has a defined encoding (of the range 0…0) and no metrics. A tensor whose values
  /// are all NaN or infinite is bad data: there is nothing to choose a range by.
  init(_ open: OpenTensor, _ task: MeasuringTask) throws {
    let loader = TensorLoader(open)
    let layout = try loader.layout(task.granularity.granularity(ofShape: open.facts.shape))
    let tensor = try loader.distribution(layout)
    guard tensor.count > 0 || open.facts.elementCount == 0 else {
      throw Failure(
        "\(open.path): no finite values to measure: \(tensor.excluded.sentence)",
        exit: .badData)
    }
    let blocks = try task.range.blocks(for: tensor, scheme: task.scheme) { calibrator in
      try BatchShelf(loader).calibrator(calibrator, over: task.batchCount, of: layout)
    }
    let quantizers = blocks.map(\.quantizer)
    self.init(
      open: open, tensor: tensor, scheme: task.scheme, ranges: blocks.map(\.range),
      quantizers: quantizers,
      error: tensor.error(
        on: quantizers.map(\.staircase), reference: DivergenceReference(tensor)))
  }
}

/// What is to be measured of a tensor, whichever it is; its mistakes are found before a file is opened.
struct MeasuringTask {
  /// The codes and the arithmetic.
  let scheme: Scheme
  /// What should share an encoding.
  let granularity: GranularityChoice
  /// Where the thresholds are to be.
  let range: RangeOptions
  /// How many batches calibrators see; nil for as many as each has by standard.
  let batchCount: Int?

  init(_ scheme: SchemeOptions, _ range: RangeOptions, _ batches: BatchOptions) throws {
    self.scheme = try scheme.scheme()
    granularity = try scheme.granularityChoice()
    try range.check()
    self.range = range
    batchCount = try batches.count()
  }
}

extension Measurement {
  /// A table's tensor and scheme, with nothing chosen.
  init(asIs table: CalibrationTable) {
    self.init(open: table.open, tensor: table.tensor, scheme: table.scheme)
  }

  /// What a calibrator chose for a tensor, as if it had been measured alone.
  init(_ choice: CalibrationRow.Choice, in table: CalibrationTable) {
    self.init(
      open: table.open, tensor: table.tensor, scheme: table.scheme, ranges: choice.ranges,
      quantizers: choice.quantizers, error: choice.error)
  }
}

extension NonFiniteCounts {
  /// The counts in words.
  var sentence: String {
    "\(nan) NaN, \(positiveInfinity) +infinity, \(negativeInfinity) -infinity"
  }
}
