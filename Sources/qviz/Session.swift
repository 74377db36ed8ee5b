import Calibration
import Explorer
import QuantizationEngine
import TensorFiles
import TerminalScreen

/// What `qviz PATH…` and `qviz snapshot PATH…` share: the explorer's model for the options given.
struct Session {
  /// The tensors, by the positions at which the explorer knows them.
  let tensors: [OpenTensor]
  private let contents: Contents
  /// The tensor to begin with; nil for the list.
  private let opened: Int?
  private let setup: Setup

  init(
    _ input: TensorOptions, scheme: SchemeOptions, range: RangeOptions, batches: BatchOptions
  ) throws {
    let chosenScheme = try scheme.scheme()
    let choice = try scheme.granularityChoice()
    let start = try range.startingRange()
    let batchCount = try batches.count()
    let catalogue = try Catalogue(input)
    try catalogue.checkNotEmpty()
    tensors = catalogue.tensors
    opened = try input.tensor.map { try catalogue.position(named: $0) }
    if tensors.count == 1, catalogue.failures.isEmpty {
      // A granularity that does not fit the tensor, or the memory, is a mistake of the command line:
      // say so before the screen opens.
      _ = try TensorLoader(tensors[0])
        .layout(choice.granularity(ofShape: tensors[0].facts.shape))
    }
    contents = Contents(
      subjects: tensors.map(\.subject), unread: catalogue.failures.map(\.sentence))
    setup = Setup(
      scheme: chosenScheme, granularity: choice, start: start,
      formats: Exporter.formats, calibrators: CalibratorCatalog.all, batchCount: batchCount)
  }

  /// The explorer, before its start.
  func model(size: ScreenSize) -> Model {
    Model(contents: contents, opened: opened, setup: setup, size: size)
  }
}

extension OpenTensor {
  /// What the explorer knows of it before it is loaded.
  fileprivate var subject: Subject {
    Subject(
      path: path, tensorName: facts.name, elementType: facts.typeAbbreviation,
      shape: facts.shape, byteCount: facts.byteCount, obstacle: obstacle)
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
