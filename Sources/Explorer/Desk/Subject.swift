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
  /// The type in which a tool meets its values; float32 where it is not a small float.
  public let valueType: ElementType
  /// Its shape.
  public let shape: [Int]
  /// How many elements it has; nil where no integer holds the number.
  public let elementCount: Int?
  /// How many bytes it takes in its file.
  public let byteCount: Int
  /// What shares an encoding in the file, where it stores the tensor as codes of a scheme.
  public let storedGranularity: Granularity?
  /// Whether that is what a file of encodings beside it says, and not its own.
  public let isGiven: Bool
  /// Why it can be listed and not opened, in one sentence; nil where it can be.
  public let obstacle: String?
  /// Which type its values look like rather, where nobody has said one; nil where there is nothing to
  /// say.
  public let hint: String?
  /// What a quantized model holds in its place; nil without one, or where it has no counterpart there.
  public let counterpart: Counterpart?

  /// A tensor of a file.
  public init(
    path: String, tensorName: String, elementType: String, shape: [Int], byteCount: Int = 0,
    valueType: ElementType = .float32, storedGranularity: Granularity? = nil,
    isGiven: Bool = false, obstacle: String? = nil, hint: String? = nil,
    counterpart: Counterpart? = nil
  ) {
    self.path = path
    self.tensorName = tensorName
    self.elementType = elementType
    self.valueType = valueType
    self.shape = shape
    self.byteCount = byteCount
    self.storedGranularity = storedGranularity
    self.isGiven = isGiven
    self.obstacle = obstacle
    self.hint = hint
    self.counterpart = counterpart
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
  /// Where the file's own encodings put them, with the file's scheme, if it stores the tensor as
  /// codes; else as ``minMax``.
  case asStored
  /// At the same places for every block.
  case range(ClippingRange)
  /// Where a calibrator puts them, block by block; until it has answered, as ``minMax``.
  case calibrator(any Calibrator)

  /// Whether it is ``minMax``.
  var isMinMax: Bool { if case .minMax = self { true } else { false } }
}
