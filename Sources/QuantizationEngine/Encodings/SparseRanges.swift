/// The clipping ranges of many blocks of which few were chosen one by one.
///
/// It is as large as what was chosen, not as the number of blocks: a block that is not named has
/// the range that is common to all, or that of its own values.
/// A bound that is nil lies where the values of its block end, wherever that is: it follows them
/// when more values are read, or others.
public struct SparseRanges: Hashable, Sendable {
  /// A range of which each bound may be left to the values.
  public struct Bounds: Hashable, Sendable {
    /// The lower bound; nil for the smallest value of the block.
    public var lower: Double?
    /// The upper bound; nil for the largest value of the block.
    public var upper: Double?

    /// Bounds as given.
    public init(lower: Double?, upper: Double?) {
      self.lower = lower
      self.upper = upper
    }

    /// The bounds of a range, left to the values where they are at the ends of those.
    public init(_ range: ClippingRange, over ends: ClippingRange) {
      lower = range.lower == ends.lower ? nil : range.lower
      upper = range.upper == ends.upper ? nil : range.upper
    }

    /// The range with what is left to the values being `ends`.
    ///
    /// Where the values lie beyond a bound that was chosen, the end of the values gives way.
    public func range(over ends: ClippingRange) -> ClippingRange {
      ClippingRange(
        lower: lower ?? min(ends.lower, upper ?? ends.upper),
        upper: upper ?? max(ends.upper, lower ?? ends.lower))
    }
  }

  /// The range of the blocks that ``chosen`` does not name.
  public var common: Bounds
  /// The blocks with a range of their own, by their positions.
  public var chosen: [Int: Bounds]

  /// Ranges as given.
  public init(common: Bounds = Bounds(lower: nil, upper: nil), chosen: [Int: Bounds] = [:]) {
    self.common = common
    self.chosen = chosen
  }

  /// The ranges of all blocks in few words; nil where that takes more of them than a limit.
  ///
  /// What is common is either the range that the first block has, or that of the values, whichever
  /// more blocks have.
  ///
  /// - Parameters:
  ///   - ranges: the range of each block.
  ///   - ends: the smallest and the largest value of each block; there are as many.
  ///   - limit: how many blocks may have a range of their own.
  public init?(_ ranges: [ClippingRange], over ends: [ClippingRange], atMost limit: Int) {
    let free = Bounds(lower: nil, upper: nil)
    let first = ranges.first.map { Bounds(lower: $0.lower, upper: $0.upper) } ?? free
    let withFirst = ranges.count { $0 == ranges.first }
    let withEnds = zip(ranges, ends).count { $0 == $1 }
    guard ranges.count - max(withFirst, withEnds) <= limit else { return nil }
    common = withFirst > max(withEnds, 1) ? first : free
    chosen = [:]
    for (block, (range, end)) in zip(ranges, ends).enumerated()
    where range != common.range(over: end) {
      chosen[block] = Bounds(range, over: end)
    }
  }

  /// The range of each block.
  ///
  /// - Parameter ends: the smallest and the largest value of each block.
  /// - Returns: as many ranges; each has its lower bound at or below its upper one if those of
  ///   ``common``, ``chosen`` and `ends` have.
  public func ranges(over ends: [ClippingRange]) -> [ClippingRange] {
    ends.enumerated().map { block, end in (chosen[block] ?? common).range(over: end) }
  }
}
