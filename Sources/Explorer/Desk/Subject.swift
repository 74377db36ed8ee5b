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

/// Where the thresholds are at first.
public enum StartingRange: Sendable {
  /// At the smallest and the largest value of each block.
  case minMax
  /// At the same places for every block.
  case range(ClippingRange)
  /// Where a calibrator puts them, block by block; until it has answered, as ``minMax``.
  case calibrator(any Calibrator)
}
