public import QuantizationEngine

/// What the person says about the bytes of a file: `--dtype` and `--shape`.
///
/// | file | `elementType` | `shape` |
/// | --- | --- | --- |
/// | raw | the type of the values, float32 if `nil` | the shape, one dimension if `nil` |
/// | self-describing | other meaning for the same bits, if the sizes agree | other shape, if the counts agree |
public struct RawLayout: Hashable, Sendable {
  /// The type of the elements, or `nil` for what the file says (raw: float32).
  public var elementType: ElementType?
  /// The dimensions, or `nil` for what the file says (raw: one dimension).
  public var shape: [Int]?

  /// A layout; with no argument, everything is left to the file.
  ///
  /// - Parameters:
  ///   - elementType: The type of the elements.
  ///   - shape: The dimensions. They are checked when a file is opened, not here.
  public init(elementType: ElementType? = nil, shape: [Int]? = nil) {
    self.elementType = elementType
    self.shape = shape
  }
}
