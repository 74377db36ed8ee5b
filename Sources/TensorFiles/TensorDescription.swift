import NumberFormats
public import QuantizationEngine

/// What is known about a tensor before any of its values is read.
///
/// Postconditions:
/// 1. `elementCount` is the product of `shape`: 1 for the empty shape, 0 if a dimension is 0.
/// 2. `byteCount` is what the elements take, without overflow: `elementCount * elementType.byteCount`
///    where each has bytes of its own, `elementCount * elementType.bitCount / 8` where they are packed.
public struct TensorDescription: Hashable, Sendable {
  /// The name, exactly as the file gives it.
  ///
  /// It may hold any character, control characters too: clean it before it reaches a terminal.
  public let name: String
  /// The number type that the elements are read as; float32 where blocks are decoded.
  public let elementType: ElementType
  /// What the file holds: the element type's name, or that of a kind of blocks such as `gguf-q4_k`.
  public let storedAs: String
  /// The dimensions, the slowest first; empty for a single number.
  public let shape: [Int]
  /// How many elements the tensor has.
  public let elementCount: Int
  /// How many bytes the elements take in the file.
  public let byteCount: Int
  /// The type that values are rounded to, as the library that wrote a quantized layer of a checkpoint
  /// rounds what it computes; nil where they are what was stored, or float32 products that nobody rounds.
  public let roundedTo: ElementType?

  /// How many bits of the file an element takes, whatever belongs to blocks shared out.
  public var bitsPerElement: Double {
    elementCount > 0 ? Double(byteCount) * 8 / Double(elementCount) : 0
  }

  /// A description whose sizes can all be counted, or `nil` where they cannot.
  ///
  /// - Parameters:
  ///   - name: The name as the file gives it.
  ///   - elementType: The number type of the stored elements, each in bytes of its own.
  ///   - shape: The dimensions; `nil` results if one is negative, or if the product of those that
  ///     are not 0, times the element's size, is more than `Int.max`.
  init?(name: String, elementType: ElementType, shape: [Int]) {
    guard let count = Self.elementCount(of: shape, elementByteCount: elementType.byteCount) else {
      return nil
    }
    self.init(
      name: name, elementType: elementType, storedAs: elementType.rawValue, shape: shape,
      elementCount: count, byteCount: count * elementType.byteCount)
  }

  /// A description of elements without gaps, the last byte filled up; `nil` as above.
  init?(name: String, packed elementType: ElementType, shape: [Int]) {
    guard let count = Self.elementCount(of: shape, elementByteCount: elementType.bitCount),
      count <= Int.max / elementType.bitCount - 7
    else { return nil }
    self.init(
      name: name, elementType: elementType, storedAs: elementType.rawValue, shape: shape,
      elementCount: count, byteCount: (count * elementType.bitCount + 7) / 8)
  }

  /// A description of blocks; `nil` as above, and where the last axis is no whole number of blocks.
  init?(name: String, blocks format: BlockFormat, shape: [Int]) {
    guard (shape.last ?? 1).isMultiple(of: format.valueCount),
      let count = Self.elementCount(of: shape, elementByteCount: max(format.byteCount, 4))
    else { return nil }
    self.init(
      name: name, elementType: .float32, storedAs: format.name, shape: shape,
      elementCount: count, byteCount: count / format.valueCount * format.byteCount)
  }

  /// A description of something that is listed and not read.
  ///
  /// - Precondition: the counts are those of the shape and of the file.
  init(
    name: String, elementType: ElementType, storedAs: String, shape: [Int], elementCount: Int,
    byteCount: Int, roundedTo: ElementType? = nil
  ) {
    self.name = name
    self.elementType = elementType
    self.storedAs = storedAs
    self.shape = shape
    self.elementCount = elementCount
    self.byteCount = byteCount
    self.roundedTo = roundedTo
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
