import QuantizationEngine

/// A type of codes in ONNX: its number, and the oldest opset whose operators have it.
///
/// Source: onnx 1.23.2, `onnx.proto`, `TensorProto.DataType`, and `helper.py`, `OP_SET_ID_VERSION_MAP`.
struct QuantizedONNXType: Hashable, Sendable {
  /// The type.
  let element: ElementType
  /// Its number.
  let number: Int
  /// The oldest opset whose `QuantizeLinear` and `DequantizeLinear` have it.
  let opset: Int

  /// The number of float32.
  static let float = 1

  /// All of them, narrow ones first.
  static let all = [
    Self(element: .uint2, number: 25, opset: 25), Self(element: .int2, number: 26, opset: 25),
    Self(element: .uint4, number: 21, opset: 21), Self(element: .int4, number: 22, opset: 21),
    Self(element: .uint8, number: 2, opset: 13), Self(element: .int8, number: 3, opset: 13),
    Self(element: .uint16, number: 4, opset: 21), Self(element: .int16, number: 5, opset: 21),
  ]

  private init(element: ElementType, number: Int, opset: Int) {
    self.element = element
    self.number = number
    self.opset = opset
  }

  /// The narrowest that has all codes of a scheme.
  init(holding scheme: Scheme) {
    let narrowest = ElementType.narrowest(holding: scheme, of: Self.all.map(\.element))
    // A scheme has at most 65 536 codes, from zero up or about zero.
    self = Self.all.first { $0.element == narrowest } ?? Self.all[7]
  }

  /// The version of the file format that came with an opset.
  static func fileVersion(ofOpset opset: Int) -> Int {
    switch opset {
    case ...13: 7
    case ...21: 10
    default: 13
    }
  }
}
