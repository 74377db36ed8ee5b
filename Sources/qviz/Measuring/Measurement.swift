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
  /// Whether the encodings are those that the file stores with the codes.
  var isAsStored = false
  /// Whether the file stores encodings that no scheme has, so that others were chosen.
  var leavesStored = false
  /// How many finite values are in blocks without an encoding, and in no metric.
  var leftOutCount = 0
  /// The blocks whose values are all zero, or that have none.
  var deadBlocks = ListedBlocks()
  /// The blocks whose values are lost to a scale of 0.
  var destroyedBlocks = ListedBlocks()
  /// What chose the clipping range: `min-max`, a calibrator with its settings, `by hand` or `file`; nil
  /// where it is said elsewhere.
  var rangeOrigin: String?
  /// What the values are like; nil without values, and where they are not known one by one.
  var statistics: ValueStatistics?
  /// The mean of the values where it alone is known.
  var passedMean: Double?
  /// Percentiles of |e| at ``errorPercentages``; nil where they are not known.
  var errorPercentiles: [Double]?
  /// Whether a handful of values has all of the energy of a tensor with one encoding.
  var concentration: Concentration?
  /// What int32 codes make of it, where it is a bias; then no scheme is.
  var bias: BiasMeasurement?
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
    open: OpenTensor, tensor: TensorDistribution, scheme: Scheme,
    blocks: MeasuredBlocks = .each([]),
    error: QuantizationError = QuantizationError(sums: ErrorSums())
  ) {
    self.init(
      open: open, layout: tensor.layout, finiteCount: tensor.count, excluded: tensor.excluded,
      bounds: tensor.bounds, scheme: scheme, blocks: blocks, error: error,
      exactness: tensor.exactness)
    deadBlocks = tensor.deadBlocks
  }

  /// Reads a tensor and measures it.
  ///
  /// An empty tensor has a defined encoding (of the range 0…0) and no metrics. A tensor whose values
  /// are all NaN or infinite is bad data: there is nothing to choose a range by.
  init(
    _ open: OpenTensor, _ task: MeasuringTask, granularity: Granularity? = nil
  ) throws {
    if let encodings = task.encodings {
      try self.init(open, by: encodings)
      return
    }
    let stored = task.followsFile ? try open.storedRule() : nil
    let granularity =
      stored?.granularity ?? granularity
      ?? task.granularity.granularity(ofShape: open.facts.shape)
    let loader = TensorLoader(open)
    let layout = try loader.layout(granularity)
    if stored == nil { try task.scheme.check(layout, of: open) }
    let tensor = try loader.distribution(layout)
    guard tensor.count > 0 || open.facts.elementCount == 0 else {
      throw Failure.noFiniteValues(open, tensor.excluded)
    }
    let scheme = stored?.scheme ?? task.scheme.meeting(open.facts.valueType, granularity)
    let storedBlocks = task.range.isEmpty ? stored?.blocks : nil
    let blocks =
      try storedBlocks.map { BlockResults($0.map(Optional.some)) }
      ?? task.range.blocks(for: tensor, scheme: scheme) { calibrator in
        try BatchShelf(loader).calibrator(calibrator, over: task.batchCount, of: layout)
      }
    let quantizers = blocks.values.map { $0?.quantizer }
    self.init(
      open: open, tensor: tensor, scheme: scheme, blocks: MeasuredBlocks(blocks),
      error: try tensor.error(
        underSome: quantizers, reference: DivergenceReference(tensor), monitor: .none))
    leftOutCount = tensor.valueCount(withoutAnyOf: quantizers)
    destroyedBlocks = tensor.destroyedBlocks(under: quantizers)
    isAsStored = storedBlocks != nil
    rangeOrigin = isAsStored ? "file" : task.range.origin
    describe(tensor)
    leavesStored = task.followsFile && stored == nil && open.isStoredAsCodes
  }
}

/// The clipping ranges and encodings of the blocks of a tensor.
enum MeasuredBlocks {
  /// One for each block, in the order of the layout.
  case each([CalibratedBlock])
  /// As above, but some blocks have none, and why.
  case some([CalibratedBlock?], BlockFailures)
  /// So many that nobody wants them all at once.
  case counted(Int)
  /// Ranges alone: the codes are no integers.
  case ranges([ClippingRange?], BlockFailures)

  /// What each block has, some of them nothing.
  init(_ results: BlockResults<CalibratedBlock>) {
    self =
      results.failures.isEmpty
      ? .each(results.values.compactMap(\.self)) : .some(results.values, results.failures)
  }

  /// The quantizer of each block, nil where it has none; no elements where they are not known.
  var quantizers: [AffineQuantizer?] { known.map { $0?.quantizer } }

  /// The blocks that have no encoding, as far as they are known.
  var failures: BlockFailures {
    switch self {
    case .some(_, let failures), .ranges(_, let failures): failures
    case .each, .counted: BlockFailures()
    }
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
    if case .ranges(let ranges, _) = self { ranges } else { known.map { $0?.range } }
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
  /// Whether a tensor that its file stores quantized keeps its scheme and its blocks, and where no
  /// range is asked for its encodings.
  let followsFile: Bool
  /// Whether the encodings of all blocks are wanted, however many.
  var keepsEncodings = false
  /// The encodings by which is measured; nil where they are chosen.
  var encodings: GivenEncodings?
  /// How many batches calibrators see; nil for as many as each has by standard.
  let batchCount: Int?

  init(_ scheme: SchemeOptions, _ range: RangeOptions, _ batches: BatchOptions) throws {
    self.scheme = try scheme.scheme()
    granularity = try scheme.granularityChoice()
    try range.check()
    self.range = range
    followsFile = scheme.isEmpty
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
    statistics = ValueStatistics(table.tensor)
  }

  /// What a calibrator chose for a tensor, as if it had been measured alone.
  init(_ choice: CalibrationRow.Choice, in table: CalibrationTable) {
    let tensor = table.tensor
    self.init(
      open: table.open, layout: tensor.layout, finiteCount: tensor.count,
      excluded: tensor.excluded, bounds: tensor.bounds, scheme: table.scheme,
      blocks: MeasuredBlocks(choice), error: choice.error, exactness: tensor.exactness)
    leftOutCount = choice.leftOutCount
    deadBlocks = tensor.deadBlocks
    destroyedBlocks = tensor.destroyedBlocks(under: choice.quantizers)
    if tensor.hasSearchedErrors(under: choice.quantizers) { describeErrors(tensor) }
  }
}

extension MeasuredBlocks {
  /// What a calibrator chose.
  fileprivate init(_ choice: CalibrationRow.Choice) {
    guard choice.isInteger else {
      self = .ranges(choice.ranges, choice.failures)
      return
    }
    self.init(
      BlockResults(
        zip(choice.ranges, choice.quantizers).map { range, quantizer in
          guard let range, let quantizer else { return nil }
          return CalibratedBlock(range: range, quantizer: quantizer)
        }, choice.failures))
  }
}

extension Measurement {
  /// That the tool in force may not leave out what is not finite; nil where nothing is left out, or no
  /// toolchain is in force.
  var toolRemark: String? {
    guard let name = scheme.rule.name, excluded.notFinite > 0 else { return nil }
    let hasRow = CalibratorCatalog.all.contains {
      ($0 as? any ToolCalibrator)?.toolchain.name == name
    }
    return "NaN and infinities are left out, as \(name) may not do"
      + (hasRow ? "; qviz calibrate has its answer" : "")
  }
}

extension Measurement {
  /// That finite values may be among the infinities; nil where float32 holds all of the type.
  var infinityRemark: String? {
    open.facts.valueType.fitsFloat32 || excluded.positiveInfinity + excluded.negativeInfinity == 0
      ? nil : "finite values that float32 has no room for are counted as infinite"
  }
}

extension NonFiniteCounts {
  /// The counts in words.
  var sentence: String {
    "\(nan) NaN, \(positiveInfinity) +infinity, \(negativeInfinity) -infinity"
      + (ignored > 0 ? ", \(ignored) left out" : "")
  }
}
