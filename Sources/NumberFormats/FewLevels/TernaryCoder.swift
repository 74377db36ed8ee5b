/// Ternary weight networks: what is small becomes 0, the rest one magnitude with its sign.
///
///     Δ = 0.7 · Σ|x| / n
///     α = mean of |x| over |x| > Δ
///     x̂ = α for x > Δ,  −α for x < −Δ,  else 0
///
/// | stored | bits |
/// | --- | --- |
/// | α, float32 | 32 a scope |
/// | 0, 1, 2 for −α, 0, α | 2 a value |
///
/// Sums are those of ``MeanMagnitude``; Δ is compared in float64, and α is rounded to float32.
///
/// Edge cases:
/// - NaN is 0; the infinities are ±α, and count for neither mean.
/// - Without values above Δ, which takes zeros only, α is 0.
/// - A code of 3 is 2 · α, which nothing encodes to.
///
/// Source: Li, Zhang and Liu, arXiv 1605.04711, equations 5 and 6.
struct TernaryCoder: ScopeCoder {
  /// What is known of a scope.
  struct Gathered: Sendable {
    var mean = MeanMagnitude()
    var meanAbove = MeanMagnitude()
    /// The largest float32 that is not above Δ.
    var threshold: Float = 0
    /// α.
    var level: Float = 0
  }

  var bitsPerCode: Int { 2 }
  var bitsPerScope: Int { 32 }
  var roundCount: Int { 2 }

  func gathered() -> Gathered { Gathered() }

  func gather(_ values: Span<Float>, round: Int, into gathered: inout Gathered) {
    if round == 0 {
      gathered.mean.take(values)
    } else {
      gathered.meanAbove.take(values, greaterThan: gathered.threshold)
    }
  }

  func join(_ other: Gathered, round: Int, into gathered: inout Gathered) {
    if round == 0 {
      gathered.mean.take(other.mean)
    } else {
      gathered.meanAbove.take(other.meanAbove)
    }
  }

  func close(round: Int, _ gathered: inout Gathered) {
    if round == 0 {
      let threshold = 0.7 * gathered.mean.value
      let nearest = Float(threshold)
      gathered.threshold = Double(nearest) > threshold ? nearest.nextDown : nearest
    } else {
      gathered.level = Float(gathered.meanAbove.value)
    }
  }

  func stored(_ scope: Gathered) -> UInt64 { UInt64(scope.level.bitPattern) }

  func scope(storedAs bits: UInt64) -> Gathered {
    Gathered(level: Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
  }

  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>) {
    let threshold = scope.threshold
    for index in values.indices {
      let value = values[index]
      codes[index] = (value > threshold ? 2 : 1) &- (value < -threshold ? 1 : 0)
    }
  }

  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>) {
    let level = scope.level
    for index in codes.indices { values[index] = level * Float(Int32(codes[index]) &- 1) }
  }
}
