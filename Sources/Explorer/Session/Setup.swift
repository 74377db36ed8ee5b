public import Calibration
public import QuantizationEngine

/// What an exploration starts with.
public struct Setup: Sendable {
  /// The codes and the arithmetic.
  public var scheme: Scheme
  /// Which elements share an encoding.
  public var granularity: Granularity
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
    scheme: Scheme = .standard, granularity: Granularity = .perTensor,
    start: StartingRange = .minMax, formats: [ExportFormat] = [],
    calibrators: [any Calibrator] = CalibratorCatalog.own, batchCount: Int? = nil
  ) {
    self.scheme = scheme
    self.granularity = granularity
    self.start = start
    self.formats = formats
    self.calibrators = calibrators
    self.batchCount = batchCount
  }
}
