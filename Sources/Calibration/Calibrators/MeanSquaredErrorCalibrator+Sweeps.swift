import QuantizationEngine

extension MeanSquaredErrorCalibrator {
  /// The best range for few values and few levels, of all there are; nil for others.
  static func swept(
    _ distribution: any Distribution, scheme: Scheme, minMax: ClippingRange
  ) -> ClippingRange? {
    let grid = coarsest(scheme, minMax)
    // Away from the ends of float32, where scales and levels are not what they seem.
    guard distribution.count <= ScaleSweep.mostValues, grid.count <= ScaleSweep.mostLevels,
      grid.scale > 0x1p-100, minMax.absoluteMaximum < 0x1p100,
      let few = BlockTrial(distribution, codeCount: ScaleSweep.mostValues)
    else { return nil }
    var best: (range: ClippingRange, error: Double)?
    func attempt(_ range: ClippingRange) {
      guard let encoding = try? scheme.encoding(for: range) else { return }
      let error = few.sums(
        under: AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic)
      ).squaredError
      if error < best?.error ?? .infinity { best = (range, error) }
    }
    attempt(minMax)
    for share in [0.9, 0.8, 0.7] {
      attempt(ClippingRange(lower: minMax.lower * share, upper: minMax.upper * share))
    }
    let sweep = ScaleSweep(
      few.values, levelCount: grid.count, lowest: grid.lowest,
      slides: scheme.symmetry == .asymmetric)
    if let swept = sweep.bestGrid(coarsest: grid.scale, known: best?.error ?? .infinity) {
      for range in nextRanges(to: swept, scheme: scheme) { attempt(range) }
    }
    return best?.range
  }

  /// How many grids are refined, and how many of them measured.
  private static let refinedCount = (grids: 3, measured: 2)

  /// The best scales near some grids, for their windows and the windows beside them, the best first.
  ///
  /// About the best grid the error is flat but for the places of single values, so scales are swept on
  /// both sides, stretch by stretch, as long as the error is near the least.
  func refined(
    _ candidates: [Candidate], objective: GridObjective, of distribution: any Distribution,
    scheme: Scheme
  ) throws(CalibrationError) -> [Candidate] {
    guard let best = candidates.first, best.error.isFinite, best.error > 0 else {
      return candidates
    }
    let share = LocalSweep.share(of: distribution, about: best.grid)
    let middles =
      candidates.prefix(Self.refinedCount.grids).map(\.grid)
      + stretches(beside: best, share: share, objective: objective, scheme: scheme)
    var refined: [Candidate] = []
    for middle in middles {
      for shift in scheme.symmetry == .asymmetric ? [0, -1, 1] : [0] {
        try checkCancellation()
        var grid = middle
        grid.lowest += shift
        guard grid.lowest <= 0, grid.highest >= 0 else { continue }
        let found = LocalSweep(distribution, about: grid, within: share).best()
        refined.append(Candidate(grid: found.grid, error: found.error))
      }
    }
    // Where nothing is left of the error, rounding decides what the sums say.
    return Array(refined.sorted { $0.error < $1.error }.prefix(Self.refinedCount.measured))
      + candidates.prefix(1)
  }

  /// The middles of the stretches of scales beside that of the best grid.
  private func stretches(
    beside best: Candidate, share: Double, objective: GridObjective, scheme: Scheme
  ) -> [UniformGrid] {
    // Single values move the error by a share that falls with the root of their number.
    let limit = best.error * (1.01 + 4 / Double(objective.count).squareRoot())
    var middles: [UniformGrid] = []
    for factor in [(1 + share) / (1 - share), (1 - share) / (1 + share)] {
      var grid = best.grid
      for _ in 0..<Self.mostStretches {
        grid.scale *= factor
        if scheme.symmetry == .asymmetric {
          grid.lowest = Int((Double(grid.lowest) / factor).rounded())
          grid = objective.bestWindow(near: grid)
        }
        guard objective.error(of: grid).squaredError <= limit else { break }
        middles.append(grid)
      }
    }
    return middles
  }

  /// How many stretches are swept on either side.
  private static let mostStretches = 24

  /// The ranges of the float32 scales about that of a grid: levels are rounded, too, and which scale
  /// is best to the last digit is for the arithmetic to say.
  static func neighbours(
    of grid: UniformGrid, on distribution: any Distribution, scheme: Scheme
  ) -> [ClippingRange] {
    let scales = LocalSweep(distribution, about: grid, within: 0).promisingScales(atMost: 6)
    return scales.map { scale in
      var grid = grid
      grid.scale = Double(scale)
      return range(of: grid, scheme: scheme)
    } + [range(of: grid, scheme: scheme)]
  }

  /// The same, for blocks of which there are many: the next float32 scales.
  private static func nextRanges(to grid: UniformGrid, scheme: Scheme) -> [ClippingRange] {
    let scale = Float(grid.scale)
    return (-2...2).map { ulps in
      var grid = grid
      grid.scale = Double(scale) + Double(ulps) * Double(scale.ulp)
      return range(of: grid, scheme: scheme)
    }
  }
}
