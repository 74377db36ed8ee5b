/// BitNet b1.58: weights in units of their mean magnitude, rounded to −1, 0 or 1.
///
///     s = 1 / max(Σ|x| / n, 10⁻⁵)
///     q = half-even(x · s), clamped to −1…1
///     x̂ = q / s
///
/// | stored | bits |
/// | --- | --- |
/// | s, float32: readers divide by it | 32 a scope |
/// | q + 1, four a byte | 2 a value |
///
/// The mean is that of ``MeanMagnitude``, rounded to float32; all else is float32.
///
/// Edge cases:
/// - NaN is 0; the infinities are clamped, and do not count for the mean.
/// - Zeros have s = 10⁵.
/// - A code of 3 is 2 / s, which nothing encodes to.
///
/// Source: Ma et al., arXiv 2402.17764, equations 1 to 3; the authors' training notes give 10⁻⁵ and
/// divide by s again.
struct BitNetCoder: ScopeCoder {
  /// What is known of a scope.
  struct Gathered: MeanMagnitudeScope {
    var mean = MeanMagnitude()
    /// s.
    var inverse: Float = 1e5
  }

  var bitsPerCode: Int { 2 }
  var bitsPerScope: Int { 32 }

  func close(round: Int, _ gathered: inout Gathered) {
    gathered.inverse = 1 / max(Float(gathered.mean.value), 1e-5)
  }

  func stored(_ scope: Gathered) -> UInt64 { UInt64(scope.inverse.bitPattern) }

  func scope(storedAs bits: UInt64) -> Gathered {
    Gathered(inverse: Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  }

  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>) {
    let inverse = scope.inverse
    for index in values.indices {
      // A half is even at 0: it rounds to 0.
      let steps = values[index] * inverse
      codes[index] = (steps > 0.5 ? 2 : 1) &- (steps < -0.5 ? 1 : 0)
    }
  }

  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>) {
    let inverse = scope.inverse
    for index in codes.indices { values[index] = Float(Int32(codes[index]) &- 1) / inverse }
  }
}
