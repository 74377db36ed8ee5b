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
    _ blocks: ArraySlice<SortedDistribution>, _ quantizers: ArraySlice<AffineQuantizer>,
    reference: DivergenceReference?
  ) {
    guard let first = quantizers.first else { return }
    let lanes = LaneQuantizer(first.arithmetic, codeCount: first.encoding.codeCount)
    var levels = LevelShares()
    var places: [UInt32] = []
    for (place, block) in zip(blocks.indices, blocks) {
      let quantizer = quantizers[place]
      unsafe block.withNumbers { numbers in
        unsafe add(numbers, under: quantizer, on: lanes)
      } float64: { numbers in
        unsafe add(numbers, under: quantizer, on: lanes)
      }
      if let reference {
        levels.load(reference.occupied[place], on: reference.table)
        lanes.quantize(levels.centers, under: quantizer, to: &places)
        levels.forEach {
          places[$0]
        } _: {
          shares.append((bin: $0, share: $1))
        }
      }
    }
    counts = Array(repeating: 0, count: lanes.counts.codeCount)
    lanes.counts.add(to: &counts)
  }

  private mutating func add<Element: LaneElement>(
    _ numbers: UnsafeBufferPointer<Element>, under quantizer: AffineQuantizer,
    on lanes: LaneQuantizer
  ) {
    guard let start = numbers.baseAddress else { return }
    unsafe totals.add(start, count: numbers.count, under: quantizer, on: lanes) { _ in }
  }
}
