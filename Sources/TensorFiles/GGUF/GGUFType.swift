import NumberFormats
import QuantizationEngine

/// What the number of a tensor's type says in a GGUF file.
///
/// Source: ggml 0.25.3, `include/ggml.h` (numbers) and `src/ggml-common.h` (sizes of blocks).
enum GGUFType: Hashable, Sendable {
  /// Elements that each have bytes of their own.
  case elements(ElementType)
  /// Blocks that are decoded.
  case blocks(BlockFormat)
  /// Blocks that are not decoded.
  case undecoded(storedAs: String, valueCount: Int, byteCount: Int)
  /// A type that ggml once had.
  case removed(storedAs: String)
  /// A type that nobody knew yet when this was written.
  case unknown(storedAs: String)

  /// The type with a number.
  init(number: UInt32) {
    if let type = Self.elementTypes[number] {
      self = .elements(type)
    } else if let name = Self.blockNames[number], let format = BlockFormat.named(name) {
      self = .blocks(format)
    } else if let (name, valueCount, byteCount) = Self.undecoded[number] {
      self = .undecoded(storedAs: name, valueCount: valueCount, byteCount: byteCount)
    } else if let name = Self.removed[number] {
      self = .removed(storedAs: name)
    } else {
      self = .unknown(storedAs: "gguf-type-\(number)")
    }
  }

  /// How the list calls it.
  var storedAs: String {
    switch self {
    case .elements(let type): type.rawValue
    case .blocks(let format): format.name
    case .undecoded(let name, _, _), .removed(let name), .unknown(let name): name
    }
  }

  /// How many values a block has, and how many bytes; an element counts as a block of one.
  var block: (valueCount: Int, byteCount: Int)? {
    switch self {
    case .elements(let type): (1, type.byteCount)
    case .blocks(let format): (format.valueCount, format.byteCount)
    case .undecoded(_, let valueCount, let byteCount): (valueCount, byteCount)
    case .removed, .unknown: nil
    }
  }

  private static let elementTypes: [UInt32: ElementType] = [
    0: .float32, 1: .float16, 24: .int8, 25: .int16, 26: .int32, 27: .int64, 28: .float64,
    30: .bfloat16,
  ]

  private static let blockNames: [UInt32: String] = [
    2: "gguf-q4_0", 3: "gguf-q4_1", 6: "gguf-q5_0", 7: "gguf-q5_1", 8: "gguf-q8_0",
    10: "gguf-q2_k", 11: "gguf-q3_k", 12: "gguf-q4_k", 13: "gguf-q5_k", 14: "gguf-q6_k",
    16: "gguf-iq2_xxs", 17: "gguf-iq2_xs", 18: "gguf-iq3_xxs", 19: "gguf-iq1_s", 20: "gguf-iq4_nl",
    21: "gguf-iq3_s", 22: "gguf-iq2_s", 23: "gguf-iq4_xs", 29: "gguf-iq1_m", 34: "gguf-tq1_0",
    35: "gguf-tq2_0", 39: "gguf-mxfp4", 40: "gguf-nvfp4", 41: "gguf-q1_0", 42: "gguf-q2_0",
  ]

  private static let undecoded: [UInt32: (String, Int, Int)] = [
    9: ("gguf-q8_1", 32, 36), 15: ("gguf-q8_k", 256, 292),
  ]

  private static let removed: [UInt32: String] = [
    4: "gguf-q4_2", 5: "gguf-q4_3", 31: "gguf-q4_0_4_4", 32: "gguf-q4_0_4_8",
    33: "gguf-q4_0_8_8", 36: "gguf-iq4_nl_4_4", 37: "gguf-iq4_nl_4_8", 38: "gguf-iq4_nl_8_8",
  ]
}
