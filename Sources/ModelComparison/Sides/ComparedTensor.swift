public import QuantizationEngine

/// What a file says about a tensor of one side of a comparison, before any value is read.
public struct ComparedTensor: Hashable, Sendable {
  /// The name in the file.
  public let name: String
  /// The length of each axis, row-major; a linear layer is [out, in].
  public let shape: [Int]
  /// How many values there are: the product of the shape, `Int.max` where that is no Int.
  public let elementCount: Int
  /// How the file holds it: `float32`, `gguf-q4_k`, `int8 per_channel axis 0`.
  public let storedAs: String
  /// The type of elements that are stored as they are; nil of quantized ones.
  public let elementType: ElementType?
  /// Everything that is stored for it, scales included, in bytes.
  public let byteCount: Int

  /// A tensor as its file tells of it.
  ///
  /// - Parameters:
  ///   - name: the name in the file.
  ///   - shape: the length of each axis; a negative length counts as none.
  ///   - storedAs: how the file holds it; by default the name of the element type.
  ///   - elementType: the type of elements that are stored as they are.
  ///   - byteCount: everything that is stored for it.
  public init(
    name: String, shape: [Int], storedAs: String? = nil, elementType: ElementType? = nil,
    byteCount: Int = 0
  ) {
    self.name = name
    self.shape = shape
    self.storedAs = storedAs ?? elementType?.rawValue ?? ""
    self.elementType = elementType
    self.byteCount = byteCount
    elementCount = shape.reduce(1) { count, length in
      let product = count.multipliedReportingOverflow(by: max(length, 0))
      return product.overflow ? .max : product.partialValue
    }
  }

  /// Everything that is stored, in bits for each value; nil without values.
  public var bitsPerValue: Double? {
    elementCount > 0 ? 8 * Double(byteCount) / Double(elementCount) : nil
  }
}
