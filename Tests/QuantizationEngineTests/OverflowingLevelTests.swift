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

  @Test("sketched values that become infinite make every mean infinite, and no number NaN")
  func sketched() throws {
    let largest = Float.greatestFiniteMagnitude
    for values in [[largest, 1, -1], [largest, -largest, 0], [1e30, -1e30, 0]] {
      let encoding = try AffineEncoding(
        scale: largest / 128.75, zeroPoint: 126, quantMin: 0, quantMax: 255)
      let error = TensorDistribution(TensorSketch(values))
        .error(on: [AffineQuantizer(encoding: encoding).staircase])
      let exact = try self.error(of: values)
      let bounds = try #require(error.bounds)
      let metrics: [(Double?, Double?, ClosedRange<Double>?)] = [
        (error.meanSquaredError, exact.meanSquaredError, bounds.meanSquaredError),
        (error.sqnrInDecibels, exact.sqnrInDecibels, bounds.sqnrInDecibels),
        (error.meanAbsoluteError, exact.meanAbsoluteError, bounds.meanAbsoluteError),
        (error.maximumAbsoluteError, exact.maximumAbsoluteError, bounds.maximumAbsoluteError),
        (error.cosineSimilarity, exact.cosineSimilarity, bounds.cosineSimilarity),
      ]
      for (shown, truth, range) in metrics {
        guard let truth else { continue }
        #expect(shown?.isNaN == false && range?.contains(truth) == true)
        let distance = try #require(range).greatestDistance(from: try #require(shown))
        #expect(truth.isFinite || shown == truth && distance == 0)
      }
    }
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
