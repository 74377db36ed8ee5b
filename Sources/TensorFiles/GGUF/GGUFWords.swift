/// The types of metadata values; the raw value is the number in the file.
public enum GGUFValueType: UInt32, CaseIterable, Hashable, Sendable {
  /// Whole numbers of 8 and 16 bits.
  case uint8, int8, uint16, int16
  /// Numbers of 32 bits.
  case uint32, int32, float32
  /// True or false, in a byte.
  case bool
  /// A text, its length before it.
  case string
  /// Values of one type, that type and their number before them.
  case array
  /// Numbers of 64 bits.
  case uint64, int64, float64

  /// How many bytes a value takes; `nil` where each says so itself.
  var byteCount: Int? {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    case .string, .array: nil
    }
  }
}

/// The fields of a GGUF file's header; the raw value is its word.
public enum GGUFField: String, CaseIterable, Hashable, Sendable {
  /// The version of the format.
  case version = "the version"
  /// How many tensors follow.
  case tensorCount = "the number of tensors"
  /// How many metadata keys follow.
  case keyCount = "the number of metadata keys"
  /// The name of a piece of metadata.
  case key = "a metadata key"
  /// The type of a piece of metadata.
  case valueType = "the type of a metadata value"
  /// A piece of metadata.
  case value = "a metadata value"
  /// The name of a tensor.
  case name = "the name of a tensor"
  /// How many dimensions a tensor has.
  case rank = "the number of dimensions of a tensor"
  /// One of the dimensions of a tensor.
  case dimension = "a dimension of a tensor"
  /// The type of a tensor.
  case type = "the type of a tensor"
  /// Where a tensor lies.
  case offset = "the offset of a tensor"
}
