import Foundation
import QuantizationEngine
import TestSupport
import Testing

/// The engine's error against metrics that NumPy computed in float64 from a tool's own float32 output.
///
/// Both measure the same float32 numbers, so only the order of additions differs.
func expectNumPy(
  _ golden: ReferenceGolden.Metrics, _ error: QuantizationError, of name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  // NumPy sums pairwise in blocks of 128: 7 + log₂(n / 128) roundings, under 32 ulps for these sizes.
  let relative = 32 * 0x1p-53
  func expect(_ metric: String, _ found: Double?, _ expected: Double?, within tolerance: Double) {
    let isEqual =
      switch (found, expected) {
      case (let found?, let expected?):
        found == expected || abs(found - expected) <= tolerance
      default: found == nil && expected == nil
      }
    #expect(
      isEqual, "\(metric) of \(name): \(found as Any), NumPy has \(expected as Any)",
      sourceLocation: sourceLocation)
  }
  expect("MSE", error.meanSquaredError, golden.mse, within: relative * (golden.mse ?? 0))
  expect("MAE", error.meanAbsoluteError, golden.mae, within: relative * (golden.mae ?? 0))
  expect("max", error.maximumAbsoluteError, golden.maxAbsErr, within: 0)
  // NumPy's answer for a tensor of zeros is 0/0 or infinity; qviz has no SQNR for it. Near 0 dB an ulp
  // of the ratio is far more than an ulp of its logarithm, so the tolerance is that of the ratio.
  if error.sums.squares > 0, let sqnr = golden.sqnrDb {
    let tolerance = 10 / log(10) * 2 * relative
    expect("SQNR", error.sqnrInDecibels, sqnr.isNaN ? -.infinity : sqnr, within: tolerance)
  }
  if let cosine = golden.cosine, !cosine.isNaN {
    expect("cosine", error.cosineSimilarity, cosine, within: relative)
  }
}
