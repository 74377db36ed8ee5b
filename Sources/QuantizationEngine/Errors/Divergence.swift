import Glibc

/// How far the distribution of the quantized values is from that of the values.
public struct Divergence: Hashable, Sendable {
  /// KL(P‖Q) in nats: equation (19).
  public let klInNats: Double
  /// The Jensen–Shannon divergence in nats, at most ln 2: equation (20).
  ///
  /// nil where no level lies within the tensor's own range, so that there is nothing to compare.
  public let jsInNats: Double?
  /// The number of bins, without which neither number means anything.
  public let binCount: Int
}

/// The histogram of a tensor over its own range, against which divergences are measured.
///
/// P is this histogram. It does not depend on any threshold, so it is made once.
///
///     KL(P‖Q) = Σ p ln(p / q)                                                          (19)
///     JS = ½ KL(P‖M) + ½ KL(H‖M),  M = ½(P + H)                                        (20)
///
/// Q spreads the mass that P has in the bins whose centre goes to one level evenly over those of
/// them that are not empty. So Q is nowhere zero where P is not, needs no smoothing, and sees
/// clipping, for a clipped tail shares the outermost level. H is the histogram of the dequantized
/// values over the same bins.
///
/// With several blocks, P, Q and H are the sums of those of the blocks, all over the tensor's range.
public struct DivergenceReference: Sendable {
  /// The number of bins where none is asked for.
  public static let standardBinCount = 2048

  /// The bins over the finite range of the tensor.
  public let bins: Bins

  /// The bins of each block that are not empty.
  let occupied: [OccupiedBins]
  /// The sum over the blocks.
  private let whole: [Int]
  private let total: Int

  /// The reference of a tensor; nil if it has no finite values.
  public init?(_ tensor: TensorDistribution, binCount: Int = standardBinCount) {
    guard let bounds = tensor.bounds else { return nil }
    self.init(blocks: tensor.blocks, bins: Bins(over: bounds, count: binCount))
  }

  /// The reference of one block by itself; nil if it has no finite values.
  public init?(_ distribution: any Distribution, binCount: Int = standardBinCount) {
    guard let bounds = distribution.bounds else { return nil }
    self.init(blocks: [distribution], bins: Bins(over: bounds, count: binCount))
  }

  private init(blocks: [any Distribution], bins: Bins) {
    self.bins = bins
    occupied = Parallel.map(blocks) { OccupiedBins($0, over: bins) }
    whole = OccupiedBins.counts(of: occupied, over: bins)
    total = blocks.reduce(0) { $0 + $1.count }
  }

  /// The divergence that some staircases make, one for each block.
  ///
  /// - Parameters:
  ///   - staircases: the staircase of each block.
  ///   - levelCounts: how many values of each block go to each level (see ``ErrorSums``).
  /// - Returns: KL and JS over ``bins``.
  /// - Precondition: both have one element for each block of the tensor.
  /// - Complexity: O(bins · log levels + levels).
  public func divergence(staircases: [Staircase], levelCounts: [[Int]]) -> Divergence {
    Divergence(
      klInNats: klDivergence(on: staircases),
      jsInNats: jsDivergence(on: staircases, levelCounts: levelCounts), binCount: bins.count)
  }

  /// JS in nats alone, for searches that try many staircases; nil where no level lies on ``bins``.
  ///
  /// - Precondition: both have one element for each block of the tensor.
  public func jsDivergence(on staircases: [Staircase], levelCounts: [[Int]]) -> Double? {
    precondition(
      staircases.count == occupied.count && levelCounts.count == occupied.count,
      "there must be one staircase for each block")
    var quantized = [Int](repeating: 0, count: bins.count)
    for (block, staircase) in staircases.enumerated() {
      for (level, count) in zip(staircase.levels, levelCounts[block]) where count > 0 {
        if let index = bins.index(of: Double(level)) { quantized[index] += count }
      }
    }
    return jensenShannon(to: quantized)
  }

  /// KL(P‖Q) in nats alone, equation (19), for searches that try many staircases.
  ///
  /// - Precondition: there is one staircase for each block.
  public func klDivergence(on staircases: [Staircase]) -> Double {
    precondition(staircases.count == occupied.count, "there must be one staircase for each block")
    var spread = [Double](repeating: 0, count: bins.count)
    var shares = LevelShares()
    for (block, staircase) in staircases.enumerated() {
      shares.load(occupied[block], over: bins)
      let centers = shares.centers
      shares.forEach {
        staircase.index(of: centers[$0])
      } _: {
        spread[$0] += $1
      }
    }
    return kullbackLeibler(to: spread)
  }

  /// KL and JS of a Q and an H that were added up elsewhere.
  func divergence(spread: [Double], quantized: [Int]) -> Divergence {
    Divergence(
      klInNats: kullbackLeibler(to: spread), jsInNats: jensenShannon(to: quantized),
      binCount: bins.count)
  }

  private func kullbackLeibler(to spread: [Double]) -> Double {
    let sum = zip(whole, spread).reduce(0.0) { sum, bin in
      bin.0 > 0 ? sum + Double(bin.0) * log(Double(bin.0) / bin.1) : sum
    }
    // Rounding may leave a trace below zero where P and Q are equal.
    return max(sum / Double(total), 0)
  }

  private func jensenShannon(to quantized: [Int]) -> Double? {
    let quantizedTotal = quantized.reduce(0, +)
    guard quantizedTotal > 0 else { return nil }
    let sum = zip(whole, quantized).reduce(0.0) { sum, bin in
      let p = Double(bin.0) / Double(total)
      let h = Double(bin.1) / Double(quantizedTotal)
      let middle = (p + h) / 2
      return sum + (p > 0 ? p * log(p / middle) : 0) + (h > 0 ? h * log(h / middle) : 0)
    }
    return max(sum / 2, 0)
  }
}
