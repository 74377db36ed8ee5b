/// The error of one block, found by a walk over the levels of its staircase.
struct LongBlockError: Sendable {
  /// The sums over its values.
  let sums: ErrorSums
  /// The share of the mass of its level that each bin of the reference has.
  private(set) var shares: [(bin: Int, share: Double)] = []

  /// How many levels the blocks of one turn have together: what their sums take is some tens of
  /// megabytes.
  private static let levelsOfTurn = 1 << 21
  /// How many blocks are in the first turn, before it is known how many levels there are.
  private static let blocksOfFirstTurn = 32

  /// The error of a block.
  ///
  /// - Parameters:
  ///   - block: its values.
  ///   - staircase: where they go.
  ///   - table: the bins of the reference; without them there are no shares.
  ///   - occupied: those that hold values of the block.
  init(
    _ block: any Distribution, on staircase: Staircase, table: BinTable?, occupied: OccupiedBins?
  ) {
    sums = ErrorSums(of: block, on: staircase)
    guard let table, let occupied else { return }
    var levels = LevelShares()
    levels.load(occupied, on: table)
    let centers = levels.centers
    levels.forEach {
      staircase.index(of: centers[$0])
    } _: {
      shares.append((bin: $0, share: $1))
    }
  }

  /// How many blocks are worked on at a time, when so much is known of the sums.
  static func blocks(after sums: ErrorSums) -> Int {
    sums.levelCounts.isEmpty
      ? blocksOfFirstTurn : max(levelsOfTurn / sums.levelCounts.count, Parallel.processorCount)
  }
}
