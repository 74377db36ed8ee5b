/// How the mass of each level of a block is spread over the bins whose centres go to it: the Q of
/// equation (19).
///
/// One is kept for many blocks, so that its memory is.
struct LevelShares: Sendable {
  private var bins: [Int] = []
  private var counts: [Int] = []
  /// The centre of each bin, as in ``BinTable/centers``.
  private(set) var centers: [Float] = []

  /// Takes the bins of a block in place of those of the last one.
  mutating func load(_ occupied: OccupiedBins, on table: BinTable) {
    bins.removeAll(keepingCapacity: true)
    counts.removeAll(keepingCapacity: true)
    centers.removeAll(keepingCapacity: true)
    switch occupied {
    case .bins(let entries):
      for entry in entries { add(entry.bin, entry.count, table) }
    case .values(let values):
      unsafe values.withNumbers { numbers in
        unsafe table.forEachBin(of: numbers) { add($0, $1, table) }
      } float64: { numbers in
        unsafe table.forEachBin(of: numbers) { add($0, $1, table) }
      }
    }
  }

  @inline(__always)
  private mutating func add(_ bin: Int, _ count: Int, _ table: BinTable) {
    bins.append(bin)
    counts.append(count)
    centers.append(table.centers[bin])
  }

  /// Calls `body` with each bin that is not empty and its share of the mass of its level, in the order
  /// of the bins.
  ///
  /// - Parameters:
  ///   - level: the level of the centre of the bin at an index of ``centers``; it does not descend.
  ///   - body: hears of each bin once.
  @inline(__always)
  func forEach<Level: Equatable>(
    level: (_ index: Int) -> Level, _ body: (_ bin: Int, _ share: Double) -> Void
  ) {
    var first = 0
    while first < bins.count {
      // The bins of one level are neighbours among those that are not empty.
      let current = level(first)
      var mass = counts[first]
      var last = first + 1
      while last < bins.count, level(last) == current {
        mass += counts[last]
        last += 1
      }
      let share = Double(mass) / Double(last - first)
      for index in first..<last { body(bins[index], share) }
      first = last
    }
  }
}
