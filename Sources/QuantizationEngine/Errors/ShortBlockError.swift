/// The error of some neighbouring blocks with few values, found by going through the values.
struct ShortBlockError: Sendable {
  /// The sums over all of the blocks.
  private(set) var totals = PassTotals()
  /// How many values have each code, counted from the lowest.
  private(set) var counts: [Int] = []
  /// The share of the mass of its level that each bin has, block after block.
  private(set) var shares: [(bin: Int, share: Double)] = []

  /// The error of no blocks.
  init() {}

  /// The error of some blocks, each under its quantizer.
  ///
  /// - Precondition: there are as many quantizers as blocks, of one arithmetic and number of codes.
  init(
    _ blocks: ShortBlocks, _ part: Range<Int>, _ quantizers: [AffineQuantizer],
    reference: DivergenceReference?
  ) {
    guard let first = quantizers.first else { return }
    let lanes = LaneQuantizer(first.arithmetic, codeCount: first.encoding.codeCount)
    unsafe blocks.forEach(in: part) { block, numbers in
      unsafe add(numbers, under: quantizers[block], on: lanes)
    } float64: { block, numbers in
      unsafe add(numbers, under: quantizers[block], on: lanes)
    }
    counts = Array(repeating: 0, count: lanes.counts.codeCount)
    lanes.counts.add(to: &counts)
    guard let reference else { return }
    // No block has more bins than values.
    shares = unsafe Array(unsafeUninitializedCapacity: blocks.valueCount(of: part)) { room, count in
      var target = unsafe ShareTarget(
        room: room, reference: reference, kind: LaneKind(first.arithmetic))
      unsafe blocks.forEach(in: part) { block, numbers in
        unsafe target.add(numbers, block, under: quantizers[block])
      } float64: { block, numbers in
        unsafe target.add(numbers, block, under: quantizers[block])
      }
      count = target.count
    }
  }

  private mutating func add<Element: LaneElement>(
    _ numbers: UnsafeBufferPointer<Element>, under quantizer: AffineQuantizer,
    on lanes: LaneQuantizer
  ) {
    guard let start = numbers.baseAddress else { return }
    unsafe totals.add(start, count: numbers.count, under: quantizer, on: lanes) { _ in }
  }
}

/// Where the shares of the bins of one block after another go.
@safe
private struct ShareTarget {
  private let room: UnsafeMutableBufferPointer<(bin: Int, share: Double)>
  private let reference: DivergenceReference
  private let kind: LaneKind
  private var levels = LevelShares()
  /// How many shares there are.
  private(set) var count = 0

  init(
    room: UnsafeMutableBufferPointer<(bin: Int, share: Double)>, reference: DivergenceReference,
    kind: LaneKind
  ) {
    unsafe self.room = room
    self.reference = reference
    self.kind = kind
  }

  /// Adds the shares of a block, whose values are at hand.
  ///
  /// - Precondition: there is room.
  mutating func add<Element: LineElement>(
    _ numbers: UnsafeBufferPointer<Element>, _ block: Int, under quantizer: AffineQuantizer
  ) {
    if OccupiedBins.keepsValues(numbers.count, over: reference.bins) {
      unsafe levels.load(numbers, on: reference.table)
    } else {
      levels.load(reference.occupied[block], on: reference.table)
    }
    var next = count
    levels.forEach(under: quantizer, kind) { bin, share in
      unsafe room.initializeElement(at: next, to: (bin: bin, share: share))
      next &+= 1
    }
    count = next
  }
}
