public import QuantizationEngine

/// What the person says about the bytes of a file: `--dtype`, `--shape`, `--scale`, `--zero-point`.
///
/// | file | `elementType` | `byteOrder` | `shape` |
/// | --- | --- | --- | --- |
/// | raw | the type of the values, float32 if `nil` | little if `nil` | the shape, one dimension if `nil` |
/// | self-describing | other meaning for the same bits, if the sizes agree | the file's if `nil` | other shape, if the counts agree |
public struct RawLayout: Hashable, Sendable {
  /// The type of the elements, or `nil` for what the file says (raw: float32).
  public var elementType: ElementType?
  /// The order of the bytes of an element, or `nil` for what the file says (raw: little).
  public var byteOrder: ByteOrder?
  /// The dimensions, one of them -1 for what is left, or `nil` for what the file says (raw: one dimension).
  public var shape: [Int]?
  /// What integers stand for, or `nil` where they are what they are.
  public var reals: IntegerMeaning?

  /// A layout; with no argument, everything is left to the file.
  ///
  /// - Parameters:
  ///   - elementType: The type of the elements.
  ///   - byteOrder: The order of the bytes of an element.
  ///   - shape: The dimensions. They are checked when a file is opened, not here.
  ///   - reals: What integers stand for.
  public init(
    elementType: ElementType? = nil, byteOrder: ByteOrder? = nil, shape: [Int]? = nil,
    reals: IntegerMeaning? = nil
  ) {
    self.elementType = elementType
    self.byteOrder = byteOrder
    self.shape = shape
    self.reals = reals
  }
}
