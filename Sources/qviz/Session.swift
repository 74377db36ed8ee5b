import Calibration
import Explorer
import QuantizationEngine
import TensorFiles
import TerminalScreen

/// What `qviz PATH…` and `qviz snapshot PATH…` share: the explorer's model for the options given.
struct Session {
  /// What was opened: its tensors are those that the explorer knows, by their positions.
  let catalogue: Catalogue
  /// The quantized model that they are compared with; nil without one.
  let against: AgainstModel?
  private let contents: Contents
  /// The tensor to begin with; nil for the list.
  private let opened: Int?
  private let setup: Setup

  init(
    _ input: TensorOptions, scheme: SchemeOptions, range: RangeOptions, batches: BatchOptions,
    encodings: SourceOptions, list: ListOptions
  ) throws {
    let format = try list.numberFormat(scheme, range)
    let line = try list.line()
    let source = try encodings.source(range)
    // Of the blocks the file says what they are.
    let scheme = source == nil ? scheme : scheme.withoutGranularity
    let chosenScheme = try scheme.scheme()
    let choice = try scheme.granularityChoice()
    let followsFile = source != nil || scheme.isEmpty
    let start = try followsFile && range.isEmpty ? .asStored : range.startingRange()
    let number = try batches.count()
    // Beside a quantized side the integers that a scale is for are of that one.
    let own = list.against == nil ? input : input.ofOriginal
    var catalogue = try Catalogue(own, batches)
    try catalogue.checkNotEmpty()
    var said: [String] = []
    if let source {
      let given = try GivenRules(source, given: try scheme.given(), tensors: catalogue.tensors)
      catalogue = catalogue.given(given.rules)
      said = given.notes
    }
    if let importance = try list.weights.importance() {
      catalogue = catalogue.weighed(by: importance)
      said.append(importance.words(for: catalogue.tensors))
    }
    let tensors = catalogue.tensors
    let against = try list.against.map { path in
      try AgainstModel(try Catalogue(path, beside: input), of: catalogue)
    }
    self.against = against
    let batchCount = number ?? (catalogue.isJoined ? tensors[0].joined?.batches.count : nil)
    self.catalogue = catalogue
    opened = try input.tensor.map { try catalogue.position(named: $0) }
    if tensors.count == 1, catalogue.failures.isEmpty {
      // A granularity that does not fit the tensor, or the memory, is a mistake of the command line:
      // say so before the screen opens.
      let stored = followsFile ? tensors[0].startingGranularity : nil
      let layout = try TensorLoader(tensors[0])
        .layout(stored ?? choice.granularity(ofShape: tensors[0].facts.shape))
      if stored == nil { try chosenScheme.check(layout, of: tensors[0]) }
    }
    contents = Contents(
      subjects: tensors.enumerated().map { number, tensor in
        // The first picture does not wait for looks at many files.
        tensor.subject(
          hint: number < Self.hintLimit ? tensor.hint : nil,
          counterpart: against?.counterparts.counterpart(of: number))
      }, unread: catalogue.failures.map(\.sentence),
      notes: said + catalogue.notes + (against?.notes ?? []) + catalogue.held,
      comparedWith: against?.model)
    setup = Setup(
      scheme: chosenScheme, granularity: choice, format: format, line: line, start: start,
      formats: Exporter.formats, planFiles: PlanFile.ofScreen.map(\.shown),
      calibrators: CalibratorCatalog.all, batchCount: batchCount,
      followsFile: followsFile)
  }

  /// How many tensors are looked at for a hint before the screen opens.
  private static let hintLimit = 16

  /// The explorer, before its start.
  func model(size: ScreenSize) -> Model {
    Model(contents: contents, opened: opened, setup: setup, size: size)
  }
}

extension OpenTensor {
  /// What the explorer knows of it before it is loaded.
  fileprivate func subject(hint: String?, counterpart: Counterpart?) -> Subject {
    Subject(
      path: path, tensorName: facts.name, elementType: facts.typeAbbreviation,
      shape: facts.shape, byteCount: facts.byteCount,
      valueType: facts.valueType, storedGranularity: startingGranularity,
      isGiven: given != nil,
      obstacle: obstacle, hint: hint, counterpart: counterpart)
  }
}

extension OpenTensor {
  /// What shares an encoding at first, where a file of encodings or its own says it.
  fileprivate var startingGranularity: Granularity? {
    given?.calibrator.granularity ?? storedGranularity
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

extension TensorOptions {
  /// The options of the original where a quantized side has the same: without what integers stand for.
  var ofOriginal: TensorOptions {
    var options = self
    options.layout.scale = nil
    options.layout.zeroPoint = nil
    return options
  }
}

extension Catalogue {
  /// What the quantized side of a comparison holds, under the options of the original.
  ///
  /// - Throws: `Failure` where both sides are standard input.
  init(_ quantized: String, beside input: TensorOptions) throws {
    guard quantized != "-" || !input.files.contains("-") else {
      throw Failure("only one side can be standard input", exit: .usage)
    }
    self.init(
      paths: [quantized], layout: input.layout.rawLayout, budget: try input.memory.budget())
  }
}
