import QuantizationEngine
import TestSupport
import Testing

/// How near two computations of the same number must be, and why.
enum Tolerance {
  /// The contract for the MSE up to 8 bits, relative.
  static let meanSquaredError8Bits = 1e-9
  /// The contract for the MSE up to 16 bits, relative.
  static let meanSquaredError16Bits = 1e-6

  /// Sums of terms of one sign: the engine adds at most 65 536 steps one after the other in Double,
  /// each with half an ulp, so 2¹⁶ · 2⁻⁵³, and as much again for the terms themselves.
  static let sum = 0x1p-36

  /// A sum of errors of either sign, relative to the sum of their magnitudes: the referee rounds each
  /// error, and the engine each step, to half an ulp; as much again for the last rounding.
  static let signedSum = 0x1p-51

  /// What may remain of sums of 106 bits when they cancel: 2¹⁷ additions, each with an ulp of 2⁻¹⁰⁴ of
  /// the squares that are subtracted.
  static let cancellation = 0x1p-87

  /// A divergence in nats: 2048 logarithms of ratios near one, each with an ulp, weighted by shares
  /// that sum to one, and as much again for the ratios.
  static let divergence = 2048 * 0x1p-52

  /// The contract for a number of levels.
  static func meanSquaredError(levels: Int) -> Double {
    levels <= 256 ? meanSquaredError8Bits : meanSquaredError16Bits
  }
}

/// The engine's metrics against the referee's; `levels` sets the contract.
func expectReferee(
  _ found: QuantizationError, _ expected: RefereeMetrics, levels: Int, firstCode: Int,
  _ context: @autoclosure () -> String, sourceLocation: SourceLocation = #_sourceLocation
) {
  var failures: [String] = []
  func check(_ metric: String, _ found: Double?, _ expected: Double?, within tolerance: Double) {
    let isEqual =
      switch (found, expected) {
      case (let found?, let expected?): found == expected || abs(found - expected) <= tolerance
      default: found == nil && expected == nil
      }
    if !isEqual { failures.append("\(metric) \(found as Any), referee \(expected as Any)") }
  }
  let relative = Tolerance.meanSquaredError(levels: levels)
  let floor = Tolerance.cancellation * expected.meanSquare
  let mse = expected.meanSquaredError
  check("MSE", found.meanSquaredError, mse, within: relative * mse + floor)
  for (name, found, part) in [
    ("rounding", found.roundingMeanSquaredError, expected.roundingMeanSquaredError),
    ("clipping", found.clippingMeanSquaredError, expected.clippingMeanSquaredError),
  ] {
    check(name, found, part, within: relative * part + floor)
  }
  let mae = expected.meanAbsoluteError
  check(
    "MAE", found.meanAbsoluteError, mae,
    within: Tolerance.sum * mae + Tolerance.cancellation * expected.meanSquare.squareRoot())
  check(
    "mean error", found.meanError, expected.meanError,
    within: Tolerance.signedSum * mae
      + Tolerance.cancellation * expected.meanSquare.squareRoot())
  check(
    "RMSE", found.rootMeanSquaredError, mse.squareRoot(),
    within: relative * mse.squareRoot() + floor.squareRoot())
  if expected.meanSquare > 0 {
    check(
      "noise", found.noiseInPercent, 100 * mse / expected.meanSquare,
      within: 100 * (relative * mse + floor) / expected.meanSquare)
  }
  check("max", found.maximumAbsoluteError, expected.maximumAbsoluteError, within: 0)
  if mse > floor * 0x1p20 {
    // d(10 log₁₀ r) = 10 / ln 10 · dr / r.
    check("SQNR", found.sqnrInDecibels, expected.sqnrInDecibels, within: 4.35 * relative)
  }
  check("cosine", found.cosineSimilarity, expected.cosineSimilarity, within: Tolerance.sum)
  check(
    "entropy", found.codeEntropyInBits, expected.codeEntropyInBits,
    within: Tolerance.sum * max(expected.codeEntropyInBits, 1))
  let sums = found.sums
  if sums.count != expected.count { failures.append("count \(sums.count)") }
  if sums.clippedBelow != expected.clippedBelow {
    failures.append("below \(sums.clippedBelow), referee \(expected.clippedBelow)")
  }
  if sums.clippedAbove != expected.clippedAbove {
    failures.append("above \(sums.clippedAbove), referee \(expected.clippedAbove)")
  }
  if found.codesUsed != expected.codesUsed { failures.append("codes used \(found.codesUsed)") }
  let hasCounts = expected.codeCounts.allSatisfy { code, count in
    sums.levelCounts[code - firstCode] == count
  }
  if !hasCounts { failures.append("level counts") }
  #expect(failures.isEmpty, "\(context()): \(failures)", sourceLocation: sourceLocation)
}
