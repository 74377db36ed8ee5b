import Calibration
import Explorer
import QuantizationEngine
import TensorFiles
import TerminalScreen

/// What `qviz FILE` and `qviz snapshot FILE` share: the explorer's model for the options given.
struct Session {
  let open: OpenTensor
  private let setup: Setup

  init(
    _ input: TensorOptions, scheme: SchemeOptions, range: RangeOptions, batches: BatchOptions
  ) throws {
    let chosenScheme = try scheme.scheme()
    let start = try range.startingRange()
    let batchCount = try batches.count()
    open = try Catalogue(input).tensor(named: input.tensor)
    let granularity = try scheme.granularityChoice().granularity(ofShape: open.facts.shape)
    // A granularity that does not fit the tensor, or the memory, is a mistake of the command line:
    // say so before the screen opens.
    _ = try TensorLoader(open).layout(granularity)
    setup = Setup(
      scheme: chosenScheme, granularity: granularity, start: start,
      formats: Exporter.formats, calibrators: CalibratorCatalog.all, batchCount: batchCount)
  }

  /// The explorer, before its start.
  func model(size: ScreenSize) -> Model {
    Model(
      subject: Subject(
        path: open.path, tensorName: open.facts.name,
        elementType: open.facts.typeAbbreviation, shape: open.facts.shape),
      setup: setup, size: size)
  }
}

extension RangeOptions {
  /// Where the explorer's thresholds are at first.
  ///
  /// The screen needs both numbers, or none: it cannot know the tensor's own extremes yet.
  fileprivate func startingRange() throws -> StartingRange {
    try check()
    switch (lower, upper) {
    case (.some(let lower), .some(let upper)):
      return .range(ClippingRange(lower: lower, upper: upper))
    case (.some, nil), (nil, .some):
      throw Failure("the explorer needs both --min and --max, or neither", exit: .usage)
    case (nil, nil):
      return calibrator == nil && percentile == nil ? .minMax : .calibrator(try chosenCalibrator())
    }
  }
}
