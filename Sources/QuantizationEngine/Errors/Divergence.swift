import Glibc

/// How far the distribution of the quantized values is from that of the values.
public struct Divergence: Hashable, Sendable {
  /// KL(P‖Q) in nats: equation (19).
  public let klInNats: Double
  /// The Jensen–Shannon divergence of the same P and Q in nats, at most ½ ln 2 · KL: equation (20).
  public let jsInNats: Double
  /// The number of bins, without which neither number means anything.
  public let binCount: Int
}

/// The histogram of a tensor over its own range, against which divergences are measured.
///
/// P is this histogram. It does not depend on any threshold, so it is made once.
///
///     KL(P‖Q) = Σ p ln(p / q)                                                          (19)
///     JS = ½ KL(P‖M) + ½ KL(Q‖M),  M = ½(P + Q)                                        (20)
///
/// Q spreads the mass that P has in the bins whose centre goes to one level evenly over those of
/// them that are not empty. So Q is nowhere zero where P is not, needs no smoothing, and sees
/// clipping, for a clipped tail shares the outermost level.
///
/// With several blocks, P and Q are the sums of those of the blocks, all over the tensor's range.
public struct DivergenceReference: Sendable {
  /// The number of bins where none is asked for.
  public static let standardBinCount = 2048

  /// The bins over the finite range of the tensor.
  public var bins: Bins { table.bins }

  /// Where they are.
  let table: BinTable

  /// The bins of each block that are not empty.
  let occupied: [OccupiedBins]
  /// The sum over the blocks.
  private let whole: [Int]
  private let total: Int

  /// The reference of a tensor; nil if it has no finite values.
  public init?(_ tensor: TensorDistribution, binCount: Int = standardBinCount) {
    guard let bounds = tensor.bounds else { return nil }
    self.init(blocks: tensor.blocks, bins: Bins(over: bounds, count: binCount), monitor: .none)
  }

  /// The reference of a tensor, while a monitor is asked before each block whether anybody still wants
  /// it; nil if it has no finite values.
  ///
  /// - Throws: `CancellationError` once the monitor says so.
  public init?(
    _ tensor: TensorDistribution, monitor: ProgressMonitor
  ) throws(CancellationError) {
    try monitor.checkCancellation()
    guard let bounds = tensor.bounds else { return nil }
    self.init(
      blocks: tensor.blocks, bins: Bins(over: bounds, count: Self.standardBinCount),
      monitor: monitor)
    try monitor.checkCancellation()
  }

  /// The reference of one block by itself; nil if it has no finite values.
  public init?(_ distribution: any Distribution, binCount: Int = standardBinCount) {
    guard let bounds = distribution.bounds else { return nil }
    self.init(blocks: [distribution], bins: Bins(over: bounds, count: binCount), monitor: .none)
  }

  /// The reference of some blocks, or nothing of any use once the monitor says that nobody wants it.
  private init(blocks: [any Distribution], bins: Bins, monitor: ProgressMonitor) {
    table = BinTable(bins)
    occupied = Parallel.map(blocks) { block in
      monitor.isCancelled ? .bins([]) : OccupiedBins(block, over: bins)
    }
    whole = OccupiedBins.counts(of: occupied, on: table, monitor: monitor)
    total = blocks.reduce(0) { $0 + $1.count }
  }

  /// The reference of some of the blocks of its tensor alone, over the same bins.
  func keeping(_ places: [Int], of tensor: TensorDistribution) -> DivergenceReference {
    DivergenceReference(
      table: table, occupied: places.map { occupied[$0] },
      total: places.reduce(0) { $0 + tensor.blocks[$1].count })
  }

  private init(table: BinTable, occupied: [OccupiedBins], total: Int) {
    self.table = table
    self.occupied = occupied
    self.total = total
    whole = OccupiedBins.counts(of: occupied, on: table, monitor: .none)
  }

  /// The divergence that some staircases make, one for each block.
  ///
  /// - Parameter staircases: the staircase of each block.
  /// - Returns: KL and JS over ``bins``.
  /// - Precondition: there is one staircase for each block of the tensor.
  /// - Complexity: O(bins · log levels) for each block.
  public func divergence(on staircases: [Staircase]) -> Divergence {
    divergence(spread: spread(on: staircases))
  }

  /// JS in nats alone, equation (20).
  ///
  /// - Precondition: there is one staircase for each block.
  public func jsDivergence(on staircases: [Staircase]) -> Double {
    jensenShannon(to: spread(on: staircases))
  }

  /// KL(P‖Q) in nats alone, equation (19), for searches that try many staircases.
  ///
  /// - Precondition: there is one staircase for each block.
  public func klDivergence(on staircases: [Staircase]) -> Double {
    kullbackLeibler(to: spread(on: staircases))
  }

  /// Q, as counts of values that need not be whole.
  private func spread(on staircases: [Staircase]) -> [Double] {
    precondition(staircases.count == occupied.count, "there must be one staircase for each block")
    var spread = [Double](repeating: 0, count: bins.count)
    var shares = LevelShares()
    for (block, staircase) in staircases.enumerated() {
      shares.load(occupied[block], on: table)
      let centers = shares.centers
      shares.forEach {
        staircase.index(of: centers[$0])
      } _: {
        spread[$0] += $1
      }
    }
    return spread
  }

  /// KL and JS of a Q that was added up elsewhere.
  func divergence(spread: [Double]) -> Divergence {
    Divergence(
      klInNats: kullbackLeibler(to: spread), jsInNats: jensenShannon(to: spread),
      binCount: bins.count)
  }

  private func kullbackLeibler(to spread: [Double]) -> Double {
    let sum = zip(whole, spread).reduce(0.0) { sum, bin in
      bin.0 > 0 ? sum + Double(bin.0) * log(Double(bin.0) / bin.1) : sum
    }
    // Rounding may leave a trace below zero where P and Q are equal.
    return max(sum / Double(total), 0)
  }

  private func jensenShannon(to spread: [Double]) -> Double {
    let sum = zip(whole, spread).reduce(0.0) { sum, bin in
      // Q is zero where P is.
      bin.0 > 0 ? sum + Self.jensenShannonTerm(Double(bin.0), bin.1) : sum
    }
    // A sum of 2048 rounded terms may pass either end by some ulps.
    return min(max(sum / (2 * Double(total)), 0), log(2))
  }

  /// p ln(p / m) + q ln(q / m), m the mean of both: nothing where they are equal.
  @inline(__always)
  static func jensenShannonTerm(_ p: Double, _ q: Double) -> Double {
    guard p != q else { return 0 }
    let middle = (p + q) / 2
    return p * log(p / middle) + q * log(q / middle)
  }
}
