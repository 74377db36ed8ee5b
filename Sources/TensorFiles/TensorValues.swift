/// The values of a tensor, or of a run of its elements, in row-major order.
///
/// | stored as | read as |
/// | --- | --- |
/// | float16, bfloat16, float32, int8, uint8, int16, uint16, bool | float32, exactly |
/// | float64, int32, uint32 | float64, exactly |
/// | int64, uint64 | float64, rounded to nearest, ties to even |
///
/// Edge cases:
/// - −0, subnormals and ±infinity come through; a NaN stays a NaN.
/// - A true bool is 1, a false one 0.
/// - 64-bit integers are exact up to 2^53 in size.
public enum TensorValues: Hashable, Sendable {
  /// Values that a float32 holds exactly.
  case float32([Float])
  /// Values that need a float64.
  case float64([Double])

  /// The values, where they are float32.
  var float32: [Float]? {
    if case .float32(let values) = self { values } else { nil }
  }

  /// How many values there are.
  public var count: Int {
    switch self {
    case .float32(let values): values.count
    case .float64(let values): values.count
    }
  }
}
