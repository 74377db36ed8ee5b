import QuantizationEngine
import TensorFiles

extension TensorFile {
  /// The first tensor as the program holds it when it says `exact`: counted where its type has few
  /// values, else sorted.
  func exactDistribution(_ layout: BlockLayout) throws -> TensorDistribution {
    let stream = try elementStream()
    if TensorDistribution.suitsCounting(stream.elementType, layout: layout) {
      return try TensorDistribution(counting: stream, layout: layout)
    }
    return switch try values(of: 0) {
    case .float32(let values): TensorDistribution(values, layout: layout)
    case .float64(let values): TensorDistribution(values, layout: layout)
    }
  }

  /// The elements of the first tensor where they lie.
  func elementStream() throws -> ElementStream {
    let elements = try storedElements(of: 0)
    return ElementStream(
      elementType: elements.elementType, byteOrder: elements.byteOrder, count: elements.count
    ) { piece, body in
      elements.withBytes(of: piece, body)
      elements.release(piece)
    }
  }
}
