import Calibration
import QuantizationEngine

/// What several calibrators choose for one tensor: all that `qviz calibrate` reports.
struct CalibrationTable {
  /// Where the values come from.
  let open: OpenTensor
  let tensor: TensorDistribution
  let scheme: Scheme
  /// One row for each calibrator, in the order asked for.
  let rows: [CalibrationRow]

  /// Reads a tensor and applies calibrators; mistakes in the options are found before that.
  ///
  /// - Parameters:
  ///   - input: the tensor.
  ///   - scheme: codes, symmetry, arithmetic and granularity.
  ///   - names: the calibrators with their settings; none, or `all` among them, means all of them.
  ///   - batches: how many batches they see, where their tools do.
  /// - Throws: `Failure`.
  init(
    _ input: TensorOptions, scheme: SchemeOptions, calibrators names: [String],
    batches: BatchOptions
  ) throws {
    let chosenScheme = try scheme.scheme()
    let batchCount = try batches.count()
    let isEverything = names.isEmpty || names.contains("all")
    let named: [any Calibrator]
    do {
      named = try names.filter { $0 != "all" }.map { try CalibratorCatalog.calibrator($0) }
    } catch {
      throw Failure("\(error)", exit: .usage)
    }
    open = try Catalogue(input).tensor(named: input.tensor)
    let loader = TensorLoader(open)
    let layout = try loader.layout(
      scheme.granularityChoice().granularity(ofShape: open.facts.shape))
    let tensor = try loader.distribution(layout)
    let reference = DivergenceReference(tensor)
    let asked = isEverything ? CalibratorCatalog.all : named
    let shelf = BatchShelf(loader)
    self.scheme = chosenScheme
    self.tensor = tensor
    rows = try asked.map { calibrator in
      CalibrationRow(
        try shelf.calibrator(calibrator, over: batchCount, of: layout), on: tensor,
        scheme: chosenScheme, reference: reference)
    }
  }
}
