import QuantizationEngine

/// Values as whole numbers of steps, rounded to the nearest, with the range and the arithmetic of a
/// tool.
///
///     q = half-even(x / S) + Z, clamped to 0…2^b − 1        or as ``IntegerTool`` says
///     x̂ = S · (q − Z)
///
/// Codes are counted from the lowest on, as tools pack them: 0 is what a signed tool calls
/// −2^(b−1).
///
/// Edge cases:
/// - NaN has the code of zero; the infinities are clamped as large values are. None of them counts
///   for the range.
/// - A scope of zeros, or without finite values, has the scale that the tool gives it, and decodes
///   to zeros.
/// - Where the tool's scale overflows it is infinite, and values become NaN, as they do in the
///   tool.
struct IntegerCoder: ScopeCoder {
  /// How many bits a code takes.
  let bitWidth: Int
  /// Where zero lies among the codes.
  let symmetry: Symmetry
  /// Whose range and arithmetic.
  let tool: IntegerTool
  /// The engine's scheme of such codes, which ``IntegerTool/standard`` follows.
  let scheme: Scheme?

  init(_ bitWidth: Int, _ symmetry: Symmetry, _ tool: IntegerTool) {
    self.bitWidth = bitWidth
    self.symmetry = symmetry
    self.tool = tool
    scheme = try? Scheme(bitWidth: bitWidth, symmetry: symmetry)
  }

  /// What is known of a scope.
  struct Gathered: Sendable {
    /// The bounds of the finite values.
    var bounds = FiniteBounds()
    /// The step with which values are encoded.
    var scale: Float = 1
    /// The step with which codes are decoded: as it is stored.
    var storedScale: Float = 1
    /// The code of zero.
    var zeroCode: Float = 0
  }

  var bitsPerCode: Int { bitWidth }
  var bitsPerScope: Int { tool.storedScale.bitCount + tool.zeroPointBits(bitWidth, symmetry) }
  var roundCount: Int { tool.storedScale == .none ? 0 : 1 }

  /// The largest code.
  var largestCode: Float { Float(1 << bitWidth - 1) }
  /// The code in the middle, that of zero in a symmetric format.
  var middleCode: Float { Float(1 << (bitWidth - 1)) }

  func gathered() -> Gathered {
    var scope = Gathered()
    scope.zeroCode = middleCode
    if roundCount == 0 { close(round: 0, &scope) }
    return scope
  }

  func gather(_ values: Span<Float>, round: Int, into gathered: inout Gathered) {
    gathered.bounds.take(values)
  }

  func join(_ other: Gathered, round: Int, into gathered: inout Gathered) {
    gathered.bounds.take(other.bounds)
  }

  func close(round: Int, _ gathered: inout Gathered) {
    let (lower, upper) = gathered.bounds.values ?? (0, 0)
    let (scale, zeroCode) = tool.range(lower: lower, upper: upper, of: self)
    gathered.scale = scale
    gathered.storedScale = tool.storedScale.value(of: tool.storedScale.bits(of: scale)) ?? scale
    // A NaN becomes 0.
    gathered.zeroCode = zeroCode > 0 ? min(zeroCode, largestCode) : 0
  }

  func stored(_ scope: Gathered) -> UInt64 {
    let scaleBits = tool.storedScale.bits(of: scope.scale)
    guard tool.zeroPointBits(bitWidth, symmetry) > 0 else { return scaleBits }
    return scaleBits | UInt64(scope.zeroCode) << UInt64(tool.storedScale.bitCount)
  }

  func scope(storedAs bits: UInt64) -> Gathered {
    var scope = gathered()
    if let scale = tool.storedScale.value(of: bits) {
      (scope.scale, scope.storedScale) = (scale, scale)
    }
    if tool.zeroPointBits(bitWidth, symmetry) > 0 {
      scope.zeroCode = Float(bits >> UInt64(tool.storedScale.bitCount))
    }
    return scope
  }

  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>) {
    let (scale, zeroCode) = (scope.storedScale, Int32(scope.zeroCode))
    for index in codes.indices {
      values[index] = scale * Float(Int32(codes[index]) &- zeroCode)
    }
    guard let type = tool.levelType else { return }
    for index in values.indices { values[index] = type.rounded(values[index]) }
  }
}
