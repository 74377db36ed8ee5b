public import Calibration
public import QuantizationEngine

/// What an exploration starts with.
public struct Setup: Sendable {
  /// The codes, the arithmetic, and what shares an encoding.
  public var inForce: SchemeInForce
  /// Where the thresholds are at first.
  public var start: StartingRange
  /// The formats in which encodings can be exported; the first one is offered first.
  public var formats: [ExportFormat]
  /// The calibrators of the table, in the order in which they are shown.
  public var calibrators: [any Calibrator]
  /// How many batches calibrators see whose tools collect one after another; nil for as many as each
  /// has by standard.
  public var batchCount: Int?

  /// A setup; without arguments int8 asymmetric per tensor over all values, and nowhere to export.
  public init(
    scheme: Scheme = .standard, granularity: GranularityChoice = .tensor,
    start: StartingRange = .minMax, formats: [ExportFormat] = [],
    calibrators: [any Calibrator] = CalibratorCatalog.own, batchCount: Int? = nil
  ) {
    inForce = SchemeInForce(scheme: scheme, granularity: granularity)
    self.start = start
    self.formats = formats
    self.calibrators = calibrators
    self.batchCount = batchCount
  }
}
