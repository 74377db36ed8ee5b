/// How the mass of each level of a block is spread over the bins whose centres go to it: the Q of
/// equation (19).
///
/// One is kept for many blocks, so that its memory is.
struct LevelShares: Sendable {
  /// How many bins are not empty; there is room for more.
  private var count = 0
  private var bins: [Int] = []
  /// How many values are in all bins before each, and after the last one in all of them.
  private var ranks: [Int] = []
  /// The centre of each bin, as in ``BinTable/centers``.
  private(set) var centers: [Float] = []
  private var places: [UInt32] = []
  private var runs = LevelRuns()

  /// Takes the bins of a block in place of those of the last one.
  mutating func load(_ occupied: OccupiedBins, on table: BinTable) {
    switch occupied {
    case .bins(let entries):
      reserve(entries.count)
      count = entries.count
      for (index, entry) in entries.enumerated() {
        bins[index] = entry.bin
        ranks[index + 1] = ranks[index] + entry.count
        centers[index] = table.centers[entry.bin]
      }
    case .values(let values):
      unsafe values.withNumbers { numbers in
        unsafe load(numbers, on: table)
      } float64: { numbers in
        unsafe load(numbers, on: table)
      }
    }
  }

  /// Takes the bins of some values in place of those of the last block.
  ///
  /// - Precondition: the values do not descend and lie within the bins.
  mutating func load<Element: LineElement>(
    _ numbers: UnsafeBufferPointer<Element>, on table: BinTable
  ) {
    reserve(numbers.count)
    // What is written for a value is written anew for the next one of its bin: whether there is one
    // nobody could predict.
    var (last, bin) = (-1, -1)
    unsafe bins.withUnsafeMutableBufferPointer { bins in
      unsafe ranks.withUnsafeMutableBufferPointer { ranks in
        unsafe centers.withUnsafeMutableBufferPointer { centers in
          unsafe table.centers.withUnsafeBufferPointer { all in
            unsafe table.forEachValue(of: numbers) { rank, next in
              last &+= next != bin ? 1 : 0
              bin = next
              unsafe bins[last] = bin
              unsafe ranks[last &+ 1] = rank &+ 1
              unsafe centers[last] = all[bin]
            }
          }
        }
      }
    }
    count = last + 1
  }

  /// Makes room for so many bins, up to the end of a vector of four.
  private mutating func reserve(_ capacity: Int) {
    guard capacity > bins.count else { return }
    let room = (capacity + 3) & ~3
    bins = Array(repeating: 0, count: room)
    ranks = Array(repeating: 0, count: room + 1)
    centers = Array(repeating: 0, count: room)
    places = Array(repeating: 0, count: room)
    runs = LevelRuns(room: room)
  }

  /// Calls `body` with each bin that is not empty and its share of the mass of its level, in the order
  /// of the bins.
  ///
  /// - Parameters:
  ///   - level: the level of the centre of the bin at an index of ``centers``; it does not descend.
  ///   - body: hears of each bin once.
  @inline(__always)
  mutating func forEach<Level: Equatable>(
    level: (_ index: Int) -> Level, _ body: (_ bin: Int, _ share: Double) -> Void
  ) {
    let count = count
    unsafe bins.withUnsafeBufferPointer { bins in
      unsafe ranks.withUnsafeBufferPointer { ranks in
        unsafe runs.forEachShare(of: count, level: level, ranks) { index, share in
          unsafe body(bins[index], share)
        }
      }
    }
  }

  /// Calls `body` with each bin that is not empty and its share of the mass of its code.
  @inline(__always)
  mutating func forEach(
    under quantizer: AffineQuantizer, _ kind: LaneKind,
    _ body: (_ bin: Int, _ share: Double) -> Void
  ) {
    let length = (count + 3) & ~3
    unsafe centers.withUnsafeBytes { centers in
      unsafe places.withUnsafeMutableBytes { places in
        guard let source = centers.baseAddress, let target = places.baseAddress else { return }
        unsafe kind.quantize(source, count: length, under: quantizer, to: target)
      }
    }
    let found = places
    unsafe found.withUnsafeBufferPointer { places in
      forEach(level: { unsafe places[$0] }, body)
    }
  }
}

/// The runs of bins that share a level.
///
/// Where a run ends nobody could predict. So what is known of a run is written again with each of its bins,
/// and nothing is decided.
private struct LevelRuns: Sendable {
  /// The run that each bin belongs to.
  private var runs: [Int]
  /// The bin behind the last one of each run.
  private var ends: [Int]
  private var shares: [Double]

  /// Room for the runs of so many bins.
  init(room: Int = 0) {
    runs = Array(repeating: 0, count: room)
    ends = Array(repeating: 0, count: room)
    shares = Array(repeating: 0, count: room)
  }

  /// Calls `body` with the index of each bin and its share of the mass of its level.
  ///
  /// - Precondition: there is room for so many bins, and one rank more.
  @inline(__always)
  mutating func forEachShare<Level: Equatable>(
    of count: Int, level: (_ index: Int) -> Level, _ ranks: UnsafeBufferPointer<Int>,
    _ body: (_ index: Int, _ share: Double) -> Void
  ) {
    guard count > 0 else { return }
    unsafe runs.withUnsafeMutableBufferPointer { runs in
      unsafe ends.withUnsafeMutableBufferPointer { ends in
        unsafe shares.withUnsafeMutableBufferPointer { shares in
          var run = 0
          var current = level(0)
          for index in 0..<count {
            let next = level(index)
            run &+= next != current ? 1 : 0
            current = next
            unsafe runs[index] = run
            unsafe ends[run] = index &+ 1
          }
          var first = 0
          for run in 0...run {
            let end = unsafe ends[run]
            unsafe shares[run] = Double(ranks[end] &- ranks[first]) / Double(end &- first)
            first = end
          }
          for index in 0..<count { unsafe body(index, shares[runs[index]]) }
        }
      }
    }
  }
}
