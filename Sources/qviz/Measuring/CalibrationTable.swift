import Calibration
import QuantizationEngine

/// What several calibrators choose for one tensor: all that `qviz calibrate` reports.
struct CalibrationTable {
  /// Where the values come from.
  let open: OpenTensor
  let tensor: TensorDistribution
  let scheme: Scheme
  /// Whether scheme and granularity are those by which the file stores the tensor.
  let isAsStored: Bool
  /// One row for each calibrator, in the order asked for.
  let rows: [CalibrationRow]

  /// How many encodings all rows have together.
  var encodingCount: Int {
    rows.reduce(0) { sum, row in
      guard case .chosen(let choice) = row.outcome else { return sum }
      return sum + choice.ranges.count
    }
  }

  /// A table with everything known.
  init(open: OpenTensor, tensor: TensorDistribution, scheme: Scheme, rows: [CalibrationRow]) {
    self.open = open
    self.tensor = tensor
    self.scheme = scheme
    isAsStored = false
    self.rows = rows
  }

  /// Reads a tensor and applies calibrators, on a terminal saying how far they are.
  ///
  /// - Throws: `Failure`.
  init(
    _ open: OpenTensor, _ task: CalibrationTask, granularity: Granularity? = nil,
    showsProgress: Bool = false
  ) throws {
    let stored = task.followsFile ? try open.storedRule() : nil
    let granularity =
      stored?.granularity ?? granularity
      ?? task.granularity.granularity(ofShape: open.facts.shape)
    let loader = TensorLoader(open)
    let layout = try loader.layout(granularity)
    if stored == nil { try task.scheme.check(layout, of: open) }
    let tensor = try loader.distribution(layout)
    let reference = DivergenceReference(tensor)
    let shelf = BatchShelf(loader)
    self.open = open
    self.tensor = tensor
    let scheme = stored?.scheme ?? task.scheme.meeting(open.facts.valueType, granularity)
    self.scheme = scheme
    isAsStored = stored != nil
    let progress = showsProgress ? RowProgress(rowCount: task.calibrators.count) : nil
    defer { progress?.clear() }
    rows = try task.calibrators.enumerated().map { row, calibrator in
      try CalibrationRow(
        try shelf.calibrator(calibrator, over: task.batchCount, of: layout), on: tensor,
        scheme: scheme, reference: reference,
        monitor: progress?.monitor(of: calibrator, row: row) ?? .none)
    }
  }
}

/// What calibrators are to choose for a tensor, whichever it is; its mistakes are found before a file
/// is opened.
struct CalibrationTask {
  /// Codes, symmetry and arithmetic.
  let scheme: Scheme
  /// What should share an encoding.
  let granularity: GranularityChoice
  /// Whether a tensor that its file stores quantized keeps its scheme and granularity.
  let followsFile: Bool
  /// The calibrators in the order of the report.
  let calibrators: [any Calibrator]
  /// How many batches they see, where their tools do.
  let batchCount: Int?

  /// What the options ask for, whose calibrators have settings; none, or `all`, means all of them.
  init(_ scheme: SchemeOptions, calibrators names: [String], _ batches: BatchOptions) throws {
    self.scheme = try scheme.scheme()
    granularity = try scheme.granularityChoice()
    followsFile = scheme.isEmpty
    batchCount = try batches.count()
    do {
      let named = try names.filter { $0 != "all" }.map { try CalibratorCatalog.calibrator($0) }
      calibrators = names.isEmpty || names.contains("all") ? CalibratorCatalog.all : named
    } catch {
      throw Failure("\(error)", exit: .usage)
    }
  }
}
