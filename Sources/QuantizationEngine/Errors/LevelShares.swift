/// How the mass of each level of a block is spread over the bins whose centres go to it: the Q of
/// equation (19).
///
/// One is kept for many blocks, so that its memory is.
struct LevelShares: Sendable {
  /// How many bins are not empty; there is room for more.
  private var count = 0
  private var bins: [Int] = []
  private var counts: [Int] = []
  /// The centre of each bin, as in ``BinTable/centers``.
  private(set) var centers: [Float] = []
  private var places: [UInt32] = []

  /// Takes the bins of a block in place of those of the last one.
  mutating func load(_ occupied: OccupiedBins, on table: BinTable) {
    switch occupied {
    case .bins(let entries):
      reserve(entries.count)
      count = entries.count
      for (index, entry) in entries.enumerated() {
        bins[index] = entry.bin
        counts[index] = entry.count
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
    var next = 0
    unsafe bins.withUnsafeMutableBufferPointer { bins in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        unsafe centers.withUnsafeMutableBufferPointer { centers in
          unsafe table.centers.withUnsafeBufferPointer { all in
            unsafe table.forEachBin(of: numbers) { bin, count in
              unsafe bins[next] = bin
              unsafe counts[next] = count
              unsafe centers[next] = all[bin]
              next &+= 1
            }
          }
        }
      }
    }
    count = next
  }

  /// Makes room for so many bins, up to the end of a vector of four.
  private mutating func reserve(_ capacity: Int) {
    guard capacity > bins.count else { return }
    let room = (capacity + 3) & ~3
    bins = Array(repeating: 0, count: room)
    counts = Array(repeating: 0, count: room)
    centers = Array(repeating: 0, count: room)
    places = Array(repeating: 0, count: room)
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
    unsafe bins.withUnsafeBufferPointer { bins in
      unsafe counts.withUnsafeBufferPointer { counts in
        var first = 0
        while first < count {
          // The bins of one level are neighbours among those that are not empty.
          let current = level(first)
          var mass = unsafe counts[first]
          var last = first &+ 1
          while last < count, level(last) == current {
            unsafe mass &+= counts[last]
            last &+= 1
          }
          let share = Double(mass) / Double(last &- first)
          for index in first..<last { unsafe body(bins[index], share) }
          first = last
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
    unsafe places.withUnsafeBufferPointer { places in
      forEach(level: { unsafe places[$0] }, body)
    }
  }
}
