import QuantizationEngine
import TestSupport
import Testing

/// Levels beyond the largest float32 are infinite, in the tools and so in qviz.
@Suite struct OverflowingLevelTests {
  /// Codes 0…255 about 126, the highest level at 129 scales, which no float32 holds.
  private func error(of values: [Float]) throws -> QuantizationError {
    let encoding = try AffineEncoding(
      scale: Float.greatestFiniteMagnitude / 128.75, zeroPoint: 126, quantMin: 0, quantMax: 255)
    #expect(encoding.representableRange.upper == .infinity)
    let layout = try BlockLayout(shape: [values.count], granularity: .perTensor)
    return TensorDistribution(values, layout: layout)
      .error(on: [AffineQuantizer(encoding: encoding).staircase])
  }

  @Test("a value that becomes infinite makes every mean infinite, and no metric NaN")
  func infiniteErrors() throws {
    let error = try error(of: [.greatestFiniteMagnitude, 1, -1])
    #expect(error.sums.levelCounts.last == 1)
    #expect(error.meanSquaredError == .infinity)
    #expect(error.roundingMeanSquaredError == .infinity)
    #expect(error.clippingMeanSquaredError == 0)
    #expect(error.meanAbsoluteError == .infinity)
    #expect(error.maximumAbsoluteError == .infinity)
    #expect(error.sqnrInDecibels == -.infinity)
    #expect(error.cosineSimilarity == nil)
  }

  @Test("an infinite level that no value goes to changes nothing")
  func unusedLevels() throws {
    let error = try error(of: [1e30, -1e30, 0])
    let mse = try #require(error.meanSquaredError)
    #expect(mse.isFinite)
    #expect(error.meanAbsoluteError?.isFinite == true)
    #expect(error.sums.clippedAbove == 0)
  }
}
