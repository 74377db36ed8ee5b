import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// The sweep over all scales of few values against a dense grid of scales and all windows.
@Suite struct ScaleSweepTests {
  /// Σ of squared distances to the nearest level of a grid, value by value.
  private func squaredError(_ values: [Double], _ grid: UniformGrid) -> Double {
    values.reduce(0) { sum, value in
      let index = (value / grid.scale).rounded()
      let nearest = min(max(index, Double(grid.lowest)), Double(grid.highest)) * grid.scale
      return sum + (value - nearest) * (value - nearest)
    }
  }

  private static let blocks: [[Double]] = {
    var random = SplitMix64(seed: 41)
    let normal = (0..<12).map { _ in (0..<32).map { _ in random.nextNormal() }.sorted() }
    let oneSided = (0..<4).map { _ in (0..<32).map { _ in abs(random.nextNormal()) }.sorted() }
    let few = (0..<4).map { turn in (0...turn).map { _ in random.nextNormal() }.sorted() }
    let outlier = [(0..<31).map { _ in random.nextNormal() }.sorted() + [40]]
    return normal + oneSided + few + outlier + [[0, 0, 0, 1, 2], [-3, -2, -1, -1]]
  }()

  @Test("no scale and no window of a dense grid has a smaller error", arguments: [2, 3, 4])
  func dense(bits: Int) throws {
    let count = 1 << bits
    for values in Self.blocks {
      let largest = max(abs(values[0]), abs(values[values.count - 1]))
      for slides in [true, false] {
        let lowest = -count / 2
        let coarsest = 3 * largest / Double(count - 1)
        let sweep = ScaleSweep(values, levelCount: count, lowest: lowest, slides: slides)
        let swept = sweep.bestGrid(coarsest: coarsest, known: .infinity)
        let grid = try #require(swept)
        let found = squaredError(values, grid)
        let windows = slides ? Array(1 - count...0) : [lowest]
        var least = Double.infinity
        for step in 1...2000 {
          let scale = coarsest * Double(step) / 2000
          for window in windows {
            let tried = UniformGrid(scale: scale, lowest: window, count: count)
            least = min(least, squaredError(values, tried))
          }
        }
        #expect(found <= least * (1 + 1e-12) + 1e-15, "\(values) \(slides)")
        // What is known of an error only spares work.
        let sparing = ScaleSweep(values, levelCount: count, lowest: lowest, slides: slides)
        let again = sparing.bestGrid(coarsest: coarsest, known: found * 1.001 + 1e-12)
        let spared = try #require(again)
        #expect(squaredError(values, spared) <= found * (1 + 1e-12) + 1e-15)
      }
    }
  }

  @Test("mse of few values is no worse than that of any calibrator", arguments: Symmetry.allCases)
  func calibrators(symmetry: Symmetry) throws {
    let scheme = try Scheme(bitWidth: 4, symmetry: symmetry)
    for values in Self.blocks {
      let block = SortedDistribution(values.map { Float($0) })
      func squaredError(_ calibrator: any Calibrator) -> Double? {
        guard let found = try? calibrator.calibrated(block, scheme: scheme),
          found.quantizer.encoding.quantMin == scheme.quantMin,
          found.quantizer.encoding.quantMax == scheme.quantMax
        else { return nil }
        return ErrorSums(of: block, on: found.quantizer.staircase).squaredError
      }
      let least = try #require(squaredError(MeanSquaredErrorCalibrator()))
      for calibrator in CalibratorCatalog.all {
        guard let error = squaredError(calibrator) else { continue }
        #expect(least <= error, "\(calibrator.name): \(values)")
      }
    }
  }
}
