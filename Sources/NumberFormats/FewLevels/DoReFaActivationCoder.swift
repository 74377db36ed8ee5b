/// DoReFa-Net's activations: clipped to [0, 1], and rounded to n + 1 = 2^k levels.
///
///     q = half-even(min(max(x, 0), 1) · n)
///     x̂ = q / n
///
/// Nothing is stored but q, k bits a value; what activations are scaled by is part of the network.
/// All is float32.
///
/// Edge cases: NaN is 0, and so is what is negative; +∞ is 1.
///
/// Source: Zhou et al., arXiv 1606.06160, equations 5 and 11.
struct DoReFaActivationCoder: ScopeCoder {
  typealias Gathered = Void

  /// k.
  let bitsPerCode: Int

  func encode(_ values: Span<Float>, under scope: Void, into codes: inout MutableSpan<UInt16>) {
    let largest = Float(1 << bitsPerCode - 1)
    // The sum with 1.5 · 2²³ has whole numbers for its last digits.
    let aligner: Float = 12_582_912
    for index in values.indices {
      let value = values[index]
      let above = value > 0 ? value : 0
      let steps = (above < 1 ? above : 1) * largest + aligner
      codes[index] = UInt16(truncatingIfNeeded: steps.bitPattern &- aligner.bitPattern)
    }
  }

  func decode(_ codes: Span<UInt16>, under scope: Void, into values: inout MutableSpan<Float>) {
    let largest = Float(1 << bitsPerCode - 1)
    for index in codes.indices { values[index] = Float(codes[index]) / largest }
  }
}
