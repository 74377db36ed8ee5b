import QuantizationEngine

/// A layer of a checkpoint whose values are computed from several tensors that lie in its files.
///
/// Elements are counted in row-major order of the shape that is listed, whatever the order of the codes.
protocol DequantizedLayer: Sendable {
  /// The tensors that belong to it, its codes first.
  var parts: [StoredTensor] { get }

  /// Its codes as whole numbers; nil where they are none in the order of what they stand for.
  var integers: StoredIntegers? { get }

  /// How many columns the codes have as they lie.
  var storedColumnCount: Int { get }

  /// The type that values are rounded to, as the format's own library rounds them; nil for none.
  var roundedTo: ElementType? { get }

  /// The same layer with products in float32 that nothing is rounded from.
  var unrounded: any DequantizedLayer { get }

  /// Writes the values of some elements.
  ///
  /// - Parameters:
  ///   - elements: Which they are.
  ///   - target: Memory for as many values; all of them are initialized here, unless it throws.
  /// - Throws: ``TensorFileError`` where the parts say something that is not possible.
  func decode(
    _ elements: Range<Int>, into target: UnsafeMutablePointer<Float>
  ) throws(TensorFileError)

  /// The bytes of the first part that some elements alone are read from, counted from its own first; nil
  /// where others have a share in them.
  func codeBytes(of elements: Range<Int>) -> Range<Int>?
}
