import QuantizationEngine

/// What the number of a tensor's type says in a TensorFlow Lite model.
///
/// Source: LiteRT, `tflite/converter/schema/schema.fbs`, `TensorType`.
enum TFLiteType: Hashable, Sendable {
  /// Real numbers; those of fewer than 8 bits lie without gaps, the first in the lowest bits.
  case elements(ElementType)
  /// Something else than real numbers.
  case foreign(String)
  /// A type that nobody knew yet when this was written.
  case unknown(Int8)

  /// The type with a number.
  init(number: Int8) {
    if let type = Self.elementTypes[number] {
      self = .elements(type)
    } else if let name = Self.foreignNames[number] {
      self = .foreign(name)
    } else {
      self = .unknown(number)
    }
  }

  /// The type of the elements, where they are real numbers.
  var elementType: ElementType? { if case .elements(let type) = self { type } else { nil } }

  /// How the list calls it.
  var name: String {
    switch self {
    case .elements(let type): type.rawValue
    case .foreign(let name): name
    case .unknown(let number): "tflite-type-\(number)"
    }
  }

  private static let elementTypes: [Int8: ElementType] = [
    0: .float32, 1: .float16, 2: .int32, 3: .uint8, 4: .int64, 6: .bool, 7: .int16, 9: .int8,
    10: .float64, 12: .uint64, 15: .uint32, 16: .uint16, 17: .int4, 18: .bfloat16, 19: .int2,
    20: .uint4, 21: .float8E4M3FN, 22: .float8E5M2,
  ]

  private static let foreignNames: [Int8: String] = [
    5: "string", 8: "complex64", 11: "complex128", 13: "resource", 14: "variant",
  ]
}
