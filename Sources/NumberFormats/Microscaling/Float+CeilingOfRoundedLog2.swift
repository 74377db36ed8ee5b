extension Float {
  /// ⌈log₂ x⌉ as tools work it out: the logarithm is rounded to float32 first.
  ///
  /// Just above a power of two 2^k the logarithm is nearer to k than to the next float32, so that the
  /// result is k there. With x = 2^k·(1 + j/2²³), log₂ x is about k + j/(2²³·ln 2), and half a step
  /// above k is 2^(p − 24) for 2^p ≤ k < 2^(p+1), towards zero for a negative k:
  ///
  ///     result = k + 1   where j > 2^(p − 1)·ln 2,   else k
  ///
  /// | whole bits of the logarithm | p | least j of k + 1 |
  /// | --- | --- | --- |
  /// | up to 3 | 1 | 1 |
  /// | 4 to 7 | 2 | 2 |
  /// | 8 to 15 | 3 | 3 |
  /// | 16 to 31 | 4 | 6 |
  /// | 32 to 63 | 5 | 12 |
  /// | 64 to 127 | 6 | 23 |
  ///
  /// Source: the equation, and PyTorch 2.13.0 on x86-64, which agrees at every exponent.
  ///
  /// - Precondition: the number is positive, finite and at least 2⁻¹²⁷.
  var ceilingOfRoundedLog2: Int32 {
    let power = Int32(exponent)
    let steps = isNormal ? significandBitPattern : significandBitPattern << 1 & 0x7F_FFFF
    let towardsZero = power < 0 ? -power - 1 : power
    let least: UInt32 =
      switch towardsZero {
      case ..<4: 1
      case ..<8: 2
      case ..<16: 3
      case ..<32: 6
      case ..<64: 12
      default: 23
      }
    return steps >= least ? power + 1 : power
  }
}
