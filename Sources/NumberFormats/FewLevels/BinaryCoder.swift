/// One bit a value: its sign, times the mean magnitude.
///
///     x̂ = α · sign(x),   sign(0) = 1,   α = Σ|x| / n
///
/// | stored | bits |
/// | --- | --- |
/// | α, float32 | 32 a scope |
/// | 1 for x ≥ 0 | 1 a value |
///
/// α is the float32 nearest to the mean over the finite values, as ``MeanMagnitude`` adds them up.
///
/// Edge cases:
/// - −0 is positive, and so is NaN, for which there is no code.
/// - Without values that are not zero α is 0, and all is 0 or −0.
///
/// Source: XNOR-Net (Rastegari et al., arXiv 1603.05279), equation 6. DoReFa-Net's weights of one
/// bit are these, too (Zhou et al., arXiv 1606.06160, equation 8), with the mean over a whole
/// layer.
struct BinaryCoder: ScopeCoder {
  /// What is known of a scope.
  struct Gathered: MeanMagnitudeScope {
    var mean = MeanMagnitude()
    /// α.
    var level: Float = 0
  }

  var bitsPerCode: Int { 1 }
  var bitsPerScope: Int { 32 }

  func close(round: Int, _ gathered: inout Gathered) {
    gathered.level = Float(gathered.mean.value)
  }

  func stored(_ scope: Gathered) -> UInt64 { UInt64(scope.level.bitPattern) }

  func scope(storedAs bits: UInt64) -> Gathered {
    Gathered(level: Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  }

  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>) {
    for index in values.indices { codes[index] = values[index] < 0 ? 0 : 1 }
  }

  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>) {
    let level = scope.level
    for index in codes.indices { values[index] = codes[index] & 1 == 0 ? -level : level }
  }
}
