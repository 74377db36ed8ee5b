public import Calibration
public import QuantizationEngine

/// What is known of the tensor before it is loaded.
public struct Subject: Hashable, Sendable {
  /// The file that was opened, as the person wrote it.
  public let path: String
  /// The tensor's name in the file; it may hold anything at all.
  public let tensorName: String
  /// The type of its elements in a few letters, such as `f32`.
  public let elementType: String
  /// Its shape.
  public let shape: [Int]

  /// A tensor of a file.
  public init(path: String, tensorName: String, elementType: String, shape: [Int]) {
    self.path = path
    self.tensorName = tensorName
    self.elementType = elementType
    self.shape = shape
  }
}

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

/// Where the thresholds are at first.
public enum StartingRange: Sendable {
  /// At the smallest and the largest value of each block.
  case minMax
  /// At the same places for every block.
  case range(ClippingRange)
  /// Where a calibrator puts them, block by block; until it has answered, as ``minMax``.
  case calibrator(any Calibrator)
}
