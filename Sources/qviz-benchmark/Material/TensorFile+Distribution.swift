import QuantizationEngine
import TensorFiles

extension TensorFile {
  /// The first tensor as the program holds it when it says `exact`: counted where its type has few
  /// values, else sorted.
  func exactDistribution(_ layout: BlockLayout) throws -> TensorDistribution {
    if let stream = try elementStream(),
      TensorDistribution.suitsCounting(stream.format, layout: layout)
    {
      return try TensorDistribution(counting: stream, layout: layout)
    }
    return switch try values(of: 0) {
    case .float32(let values): TensorDistribution(values, layout: layout)
    case .float64(let values): TensorDistribution(values, layout: layout)
    }
  }

  /// The elements of the first tensor where they lie; nil if the engine does not know their type.
  func elementStream() throws -> ElementStream? {
    let elements = try storedElements(of: 0)
    guard let format = ElementFormat(rawValue: elements.elementType.rawValue) else { return nil }
    return ElementStream(
      format: format, byteOrder: elements.byteOrder == .little ? .little : .big,
      count: elements.count
    ) { piece, body in
      elements.withBytes(of: piece, body)
      elements.release(piece)
    }
  }
}
