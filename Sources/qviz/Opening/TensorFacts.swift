import QuantizationEngine
import TensorFiles

/// What the program knows of a tensor before it has seen a value.
struct TensorFacts: Hashable, Sendable {
  /// Its name, as the file has it; it may hold anything at all.
  let name: String
  /// The type of its elements; nil where several types were merged.
  let elementType: ElementType?
  /// What the file holds: the type's name, or that of a kind of blocks.
  let storedAs: String
  /// Its shape.
  let shape: [Int]
  /// How many elements it has.
  let elementCount: Int
  /// How many bytes of a file are read for it.
  let byteCount: Int

  /// How its codes are stored, in few letters; nil where it is not stored as codes.
  private let codes: String?

  /// The facts of a tensor in a file of tensors, how its codes are stored, if it is stored so, and the
  /// name that it has beside the file's.
  init(
    _ description: TensorDescription, _ encoding: StoredEncoding? = nil, name: String? = nil
  ) {
    codes = encoding.map(Self.abbreviation)
    self.name = name ?? description.name
    elementType = description.elementType
    storedAs = description.storedAs
    shape = description.shape
    elementCount = description.elementCount
    byteCount = description.byteCount
  }

  /// The facts of a sketch: its elements have no order, so they are one dimension.
  init(_ sketch: TensorSketch, byteCount: Int, fallbackName: String) {
    codes = nil
    name = sketch.name.isEmpty ? fallbackName : sketch.name
    elementType = sketch.elementType
    storedAs = "sketch"
    shape = [sketch.elementCount]
    elementCount = sketch.elementCount
    self.byteCount = byteCount
  }

  /// The type in which a tool meets the values.
  var valueType: ElementType { elementType ?? .float32 }
  /// The type's name in reports.
  var typeName: String { elementType?.rawValue ?? "mixed" }
  /// The type's name on the screen: what the file holds, shortened where it is a number type.
  var typeAbbreviation: String {
    if let codes { return codes }
    guard let elementType, storedAs == elementType.rawValue || storedAs == "sketch" else {
      return storedAs == "sketch" ? "mixed" : storedAs
    }
    return elementType.abbreviation
  }

  private static func abbreviation(_ encoding: StoredEncoding) -> String {
    let shared =
      switch encoding.granularity {
      case .perTensor: "per tensor"
      case .perChannel(let axis): "axis \(axis)"
      case .perGroup(_, let size): "group \(size)"
      }
    return "\(encoding.codeType.abbreviation) \(shared)"
  }
}
