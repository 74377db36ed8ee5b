import QuantizationEngine

/// How whole-byte elements lie in a file.
struct ElementWay: Sendable {
  /// The order of the bytes of an element.
  let byteOrder: ByteOrder
  /// Where the elements lie; nil where they lie one after another in row-major order.
  var walk: StridedWalk?
}
