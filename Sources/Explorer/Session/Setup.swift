public import Calibration
public import NumberFormats
public import QuantizationEngine

/// What an exploration starts with.
public struct Setup: Sendable {
  /// The codes, the arithmetic, and what shares an encoding.
  public var inForce: SchemeInForce
  /// The number format that the list measures in place of that scheme; nil for the scheme.
  public var format: NumberFormat?
  /// Below how many dB damage counts as bad at first; nil for no line.
  public var line: Double?
  /// Where the thresholds are at first.
  public var start: StartingRange
  /// The scheme in force as long as tensors that files store as codes keep the scheme and the blocks of
  /// their file; nil where a scheme was asked for.
  private let schemeBesideFiles: SchemeInForce?
  /// The formats in which encodings can be exported; the first one is offered first.
  public var formats: [ExportFormat]
  /// As what plans can be written; the first one is offered first.
  public var planFiles: [PlanFileFormat]
  /// The calibrators of the table, in the order in which they are shown.
  public var calibrators: [any Calibrator]
  /// How many batches calibrators see whose tools collect one after another; nil for as many as each
  /// has by standard.
  public var batchCount: Int?

  /// A setup; without arguments int8 asymmetric per tensor over all values, and nowhere to export.
  ///
  /// `followsFile` says that nobody asked for a scheme, so that tensors that their files store as codes
  /// keep theirs.
  public init(
    scheme: Scheme = .standard, granularity: GranularityChoice = .tensor,
    format: NumberFormat? = nil, line: Double? = nil, start: StartingRange = .minMax,
    formats: [ExportFormat] = [],
    planFiles: [PlanFileFormat] = [],
    calibrators: [any Calibrator] = CalibratorCatalog.own, batchCount: Int? = nil,
    followsFile: Bool = false
  ) {
    inForce = SchemeInForce(scheme: scheme, granularity: granularity)
    self.format = format
    self.line = line
    self.start = start
    schemeBesideFiles = followsFile ? inForce : nil
    self.formats = formats
    self.planFiles = planFiles
    self.calibrators = calibrators
    self.batchCount = batchCount
  }

  /// The scheme or the number format whose damage the list shows.
  var rule: RuleInForce { format.map(RuleInForce.format) ?? .scheme(inForce) }

  /// Whether a tensor that its file stores as codes has the scheme and the blocks of the file: until a
  /// person chooses another scheme for all tensors, and again once it is what it was.
  var followsFile: Bool { schemeBesideFiles == inForce }
}
