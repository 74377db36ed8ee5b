/// ⌊x⌋ without a call where x is small, which it is wherever a histogram asks for a bin.
enum Floor {
  /// ⌊x⌋ of a float32.
  @inline(__always)
  static func of(_ value: Float) -> Float {
    guard abs(value) < 0x1p23 else { return value.rounded(.down) }
    let truncated = Float(Int32(value))
    return truncated > value ? truncated - 1 : truncated
  }

  /// ⌊x⌋ of a float64.
  @inline(__always)
  static func of(_ value: Double) -> Double {
    guard abs(value) < 0x1p52 else { return value.rounded(.down) }
    let truncated = Double(Int64(value))
    return truncated > value ? truncated - 1 : truncated
  }
}
