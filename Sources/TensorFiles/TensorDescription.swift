/// What is known about a tensor before any of its values is read.
///
/// Postconditions:
/// 1. `elementCount` is the product of `shape`: 1 for the empty shape, 0 if a dimension is 0.
/// 2. `byteCount == elementCount * elementType.byteCount`, without overflow.
public struct TensorDescription: Hashable, Sendable {
  /// The name, exactly as the file gives it.
  ///
  /// It may hold any character, control characters too: clean it before it reaches a terminal.
  public let name: String
  /// The number type of the stored elements.
  public let elementType: ElementType
  /// The dimensions, the slowest first; empty for a single number.
  public let shape: [Int]
  /// How many elements the tensor has.
  public let elementCount: Int
  /// How many bytes the elements take in the file.
  public let byteCount: Int

  /// A description whose sizes can all be counted, or `nil` where they cannot.
  ///
  /// - Parameters:
  ///   - name: The name as the file gives it.
  ///   - elementType: The number type of the stored elements.
  ///   - shape: The dimensions; `nil` results if one is negative, or if the product of those that
  ///     are not 0, times the element's size, is more than `Int.max`.
  init?(name: String, elementType: ElementType, shape: [Int]) {
    guard let count = Self.elementCount(of: shape, elementByteCount: elementType.byteCount) else {
      return nil
    }
    self.name = name
    self.elementType = elementType
    self.shape = shape
    elementCount = count
    byteCount = count * elementType.byteCount
  }

  /// The product of a shape, or `nil` where its bytes cannot be counted in an `Int`.
  ///
  /// Zeros are left out of the overflow check's product, so that every stride of an empty shape
  /// can be counted as well.
  static func elementCount(of shape: [Int], elementByteCount: Int) -> Int? {
    var bytes = elementByteCount
    for dimension in shape {
      guard dimension >= 0 else { return nil }
      let (product, overflow) = bytes.multipliedReportingOverflow(by: max(dimension, 1))
      guard !overflow else { return nil }
      bytes = product
    }
    return shape.contains(0) ? 0 : bytes / elementByteCount
  }
}
