import Glibc

/// Everything qviz says about the error that quantization makes on a tensor.
///
/// e = x − x̂ over the n finite values. A metric that is not defined for a tensor is nil.
public struct QuantizationError: Hashable, Sendable {
  /// The sums that the metrics are made of.
  public let sums: ErrorSums
  /// KL and JS divergence; nil where they were not asked for or there are no values.
  public let divergence: Divergence?
  /// Where the exact metrics surely lie; nil when these are exact, or those of a sample.
  public let bounds: ErrorBounds?

  /// The metrics made of some sums.
  public init(sums: ErrorSums, divergence: Divergence? = nil, bounds: ErrorBounds? = nil) {
    self.sums = sums
    self.divergence = divergence
    self.bounds = bounds
  }

  /// MSE = Σe² / n: equation (13).
  ///
  /// *Units* of the tensor, squared. nil without values.
  ///
  /// Its square root is the Wasserstein-2 distance between the two distributions.
  public var meanSquaredError: Double? {
    mean(sums.squaredError)
  }

  /// The part of the MSE made by values inside the representable range: equation (14).
  public var roundingMeanSquaredError: Double? {
    mean(sums.roundingSquaredError)
  }

  /// The part of the MSE made by clipped values: equation (14).
  public var clippingMeanSquaredError: Double? {
    mean(sums.clippingSquaredError)
  }

  /// MAE = Σ|e| / n: equation (15).
  ///
  /// *Units* of the tensor. nil without values.
  ///
  /// A staircase is monotone, so this is the Wasserstein-1 distance between the two distributions.
  public var meanAbsoluteError: Double? {
    mean(sums.absoluteError)
  }

  /// max |e|.
  ///
  /// *Units* of the tensor. nil without values.
  public var maximumAbsoluteError: Double? {
    sums.count > 0 ? sums.maximumAbsoluteError : nil
  }

  /// SQNR = 10 · log₁₀(Σx² / Σe²) in decibels: equation (16).
  ///
  /// Edge cases: +infinity without any error; nil if all values are zero, or there are none.
  public var sqnrInDecibels: Double? {
    guard sums.squares > 0 else { return nil }
    return 10 * log10(sums.squares / sums.squaredError)
  }

  /// Σx·x̂ / (√Σx² · √Σx̂²): equation (17), from −1 to 1.
  ///
  /// Edge cases: nil if all values, or all their levels, are zero, and if a value's level is infinite.
  public var cosineSimilarity: Double? {
    guard sums.squares > 0, sums.quantizedSquares > 0, sums.quantizedSquares.isFinite else {
      return nil
    }
    let cosine = sums.products / (sums.squares.squareRoot() * sums.quantizedSquares.squareRoot())
    return min(max(cosine, -1), 1)
  }

  /// How many codes at least one value has.
  public var codesUsed: Int {
    sums.levelCounts.count { $0 > 0 }
  }

  /// −Σ p log₂ p over the shares p of the codes, in bits: equation (18).
  ///
  /// nil without values.
  public var codeEntropyInBits: Double? {
    guard sums.count > 0 else { return nil }
    let total = Double(sums.count)
    let entropy = sums.levelCounts.reduce(0.0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / total
      return sum - share * log2(share)
    }
    // One code alone has −1 · log₂ 1 = −0.
    return max(entropy, 0)
  }

  private func mean(_ sum: Double) -> Double? {
    sums.count > 0 ? sum / Double(sums.count) : nil
  }
}
