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
  /// The clipping range and the encoding of each block.
  let blocks: MeasuredBlocks
  /// The metrics.
  let error: QuantizationError
  /// How exact they are.
  let exactness: Exactness
  /// Why metrics are missing that the values would have, by their names in `error`.
  var omissions: [String: String] = [:]

  /// A measurement with everything known.
  init(
    open: OpenTensor, layout: BlockLayout, finiteCount: Int, excluded: NonFiniteCounts,
    bounds: ClosedRange<Double>?, scheme: Scheme, blocks: MeasuredBlocks, error: QuantizationError,
    exactness: Exactness
  ) {
    self.open = open
    self.layout = layout
    self.finiteCount = finiteCount
    self.excluded = excluded
    self.bounds = bounds
    self.scheme = scheme
    self.blocks = blocks
    self.error = error
    self.exactness = exactness
  }

  /// What some ranges make of the distribution of a tensor.
  init(
    open: OpenTensor, tensor: TensorDistribution, scheme: Scheme, blocks: [CalibratedBlock] = [],
    error: QuantizationError = QuantizationError(sums: ErrorSums())
  ) {
    self.init(
      open: open, layout: tensor.layout, finiteCount: tensor.count, excluded: tensor.excluded,
      bounds: tensor.bounds, scheme: scheme, blocks: .each(blocks), error: error,
      exactness: tensor.exactness)
  }

  /// Reads a tensor and measures it.
  ///
  /// An empty tensor has a defined encoding (of the range 0…0) and no metrics. A tensor whose values
  /// are all NaN or infinite is bad data: there is nothing to choose a range by.
  init(
    _ open: OpenTensor, _ task: MeasuringTask, granularity: Granularity? = nil
  ) throws {
    let granularity = granularity ?? task.granularity.granularity(ofShape: open.facts.shape)
    let loader = TensorLoader(open)
    let layout = try loader.layout(granularity)
    let tensor = try loader.distribution(layout)
    guard tensor.count > 0 || open.facts.elementCount == 0 else {
      throw Failure.noFiniteValues(open, tensor.excluded)
    }
    let blocks = try task.range.blocks(for: tensor, scheme: task.scheme) { calibrator in
      try BatchShelf(loader).calibrator(calibrator, over: task.batchCount, of: layout)
    }
    self.init(
      open: open, tensor: tensor, scheme: task.scheme, blocks: blocks,
      error: tensor.error(
        under: blocks.map(\.quantizer), reference: DivergenceReference(tensor)))
  }
}

/// The clipping ranges and encodings of the blocks of a tensor.
enum MeasuredBlocks {
  /// One for each block, in the order of the layout.
  case each([CalibratedBlock])
  /// As above, but some blocks have none: why, by their position.
  case some([CalibratedBlock?], reasons: [Int: String])
  /// So many that nobody wants them all at once.
  case counted(Int)
  /// Ranges alone: the codes are no integers.
  case ranges([ClippingRange])

  /// The quantizer of each block; empty where not every block has one.
  var quantizers: [AffineQuantizer] {
    if case .each(let blocks) = self { blocks.map(\.quantizer) } else { [] }
  }

  /// The blocks as far as they are known; nil where a block has no encoding.
  var known: [CalibratedBlock?] {
    switch self {
    case .each(let blocks): blocks
    case .some(let blocks, _): blocks
    case .counted, .ranges: []
    }
  }

  /// The clipping ranges as far as they are known; nil where a block has none.
  var ranges: [ClippingRange?] {
    if case .ranges(let ranges) = self { ranges } else { known.map { $0?.range } }
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

extension Failure {
  /// A tensor whose values are all NaN or infinite.
  static func noFiniteValues(_ open: OpenTensor, _ excluded: NonFiniteCounts) -> Failure {
    Failure("\(open.path): no finite values to measure: \(excluded.sentence)", exit: .badData)
  }
}

extension Measurement {
  /// A table's tensor and scheme, with nothing chosen.
  init(asIs table: CalibrationTable) {
    self.init(open: table.open, tensor: table.tensor, scheme: table.scheme)
  }

  /// What a calibrator chose for a tensor, as if it had been measured alone.
  init(_ choice: CalibrationRow.Choice, in table: CalibrationTable) {
    let tensor = table.tensor
    self.init(
      open: table.open, layout: tensor.layout, finiteCount: tensor.count,
      excluded: tensor.excluded, bounds: tensor.bounds, scheme: table.scheme,
      blocks: choice.isInteger
        ? .each(
          zip(choice.ranges, choice.quantizers).map { CalibratedBlock(range: $0, quantizer: $1) })
        : .ranges(choice.ranges),
      error: choice.error, exactness: tensor.exactness)
  }
}

extension NonFiniteCounts {
  /// The counts in words.
  var sentence: String {
    "\(nan) NaN, \(positiveInfinity) +infinity, \(negativeInfinity) -infinity"
  }
}
