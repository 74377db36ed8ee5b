import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

/// What the search over the scales relies on, against visiting value by value.
@Suite("grids of levels")
struct GridObjectiveTests {
  private static func values(_ count: Int, seed: UInt64) -> [Double] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { index in
      let value = random.nextNormal() + (seed % 2 == 0 ? 0 : 1.5)
      return Double(Float(index % 97 == 0 ? value * 9 : value))
    }
  }

  private static let grids = [0.004, 0.03, 0.2, 1, 7].flatMap { scale in
    [(-3, 8), (0, 16), (-128, 256), (-255, 256)].map { lowest, count in
      UniformGrid(scale: scale, lowest: lowest, count: count)
    }
  }

  /// Σ(x − k·S)² with k found by trying all.
  private func squaredError(_ values: [Double], _ grid: UniformGrid) -> Double {
    let levels = (grid.lowest...grid.highest).map { Double($0) * grid.scale }
    return CompensatedSum(
      values.map { value in levels.map { ($0 - value) * ($0 - value) }.min() ?? .nan }
    ).value
  }

  @Test("few values and many have the error of the nearest levels", arguments: [1, 3, 4, 150])
  func errors(_ count: Int) {
    let values = Self.values(count, seed: UInt64(count))
    for grid in Self.grids {
      let expected = squaredError(values, grid)
      let beyond = grid.widened.range
      let unavoidable = values.reduce(0.0) { sum, value in
        let distance = max(beyond.lower - value, value - beyond.upper, 0)
        return sum + distance * distance
      }
      // The limit on few values is 64 per level, or 4096: with no level there is none to spare.
      let few = FewValues(SortedDistribution(values)).error(of: grid)
      let copies = 4200 / count
      let many = GridObjective(
        SortedDistribution(values.flatMap { Array(repeating: $0, count: copies) }), levelCount: 1
      ).error(of: grid)
      // Thousands of roundings of either kind, and ties, which may fall to either side.
      #expect(abs(few.squaredError - expected) <= 1e-10 * expected + 1e-25)
      #expect(abs(many.squaredError / Double(copies) - expected) <= 1e-10 * expected + 1e-25)
      #expect(abs(few.unavoidableSquaredError - unavoidable) <= 1e-10 * unavoidable)
      #expect(
        abs(many.unavoidableSquaredError / Double(copies) - unavoidable) <= 1e-10 * unavoidable)
    }
  }

  @Test("no scale that is left out has an error as small as the one it is held against")
  func refinement() {
    for seed in [51, 52] as [UInt64] {
      let values = Self.values(60, seed: seed)
      let objective = GridObjective(SortedDistribution(values), levelCount: 16)
      for scale in [0.02, 0.07, 0.25, 0.6, 1.5] {
        let grid = objective.bestWindow(near: UniformGrid(scale: scale, lowest: -7, count: 16))
        let error = objective.error(of: grid).squaredError
        for share in [0.1, 0.5, 0.9, 0.99] {
          let least = error * share
          let refinement = objective.safeRefinement(of: grid, error: error, unlessBelow: least)
          #expect(refinement > 0 && refinement <= 0.25)
          for step in 1...20 {
            var finer = grid
            finer.scale *= 1 - refinement * Double(step) / 20
            let reached = objective.error(of: objective.bestWindow(near: finer)).squaredError
            #expect(reached >= least, "seed \(seed), scale \(finer.scale)")
          }
        }
        #expect(objective.safeRefinement(of: grid, error: error, unlessBelow: error) == 0)
        #expect(objective.safeRefinement(of: grid, error: .infinity, unlessBelow: error) == 0)
      }
    }
  }

  @Test("a level in use that overflows float32 makes the error infinite, one not in use does not")
  func overflow() {
    let values = FewValues(SortedDistribution([Float(3e38), 1, -1]))
    let wide = UniformGrid(scale: 3.403e38, lowest: -1, count: 4)
    #expect(values.error(of: wide).squaredError == .infinity)
    #expect(
      FewValues(SortedDistribution([Float(1), -1])).error(of: wide).squaredError == 2)
  }

  @Test("the least-squares scale is the one whose neighbours are worse, codes kept")
  func leastSquares() throws {
    let values = Self.values(300, seed: 53)
    let grid = UniformGrid(scale: 0.21, lowest: -7, count: 16)
    let scale = try #require(
      GridObjective(SortedDistribution(values), levelCount: 16).leastSquaresScale(of: grid))
    let indices = values.map { value in
      min(max((value / grid.scale).rounded(.toNearestOrEven), -7), 8)
    }
    func error(_ scale: Double) -> Double {
      zip(values, indices).reduce(0.0) { $0 + ($1.0 - $1.1 * scale) * ($1.0 - $1.1 * scale) }
    }
    #expect(error(scale) < error(scale * 1.0001))
    #expect(error(scale) < error(scale * 0.9999))
    let zeros = SortedDistribution([Float](repeating: 0, count: 5))
    #expect(GridObjective(zeros, levelCount: 16).leastSquaresScale(of: grid) == nil)
  }
}
