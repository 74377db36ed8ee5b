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
  /// How many elements it has; nil where no integer holds the number.
  public let elementCount: Int?
  /// How many bytes it takes in its file.
  public let byteCount: Int
  /// Why it can be listed and not opened, in one sentence; nil where it can be.
  public let obstacle: String?

  /// A tensor of a file.
  public init(
    path: String, tensorName: String, elementType: String, shape: [Int], byteCount: Int = 0,
    obstacle: String? = nil
  ) {
    self.path = path
    self.tensorName = tensorName
    self.elementType = elementType
    self.shape = shape
    self.byteCount = byteCount
    self.obstacle = obstacle
    elementCount = Subject.product(of: shape)
  }

  /// The product of a shape; nil where no integer holds it.
  private static func product(of shape: [Int]) -> Int? {
    if shape.contains(0) { return 0 }
    return shape.reduce(1 as Int?) { product, dimension in
      guard let product else { return nil }
      let (result, overflow) = product.multipliedReportingOverflow(by: dimension)
      return overflow ? nil : result
    }
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
