/// The error of some neighbouring blocks with few values, found by going through the values.
struct ShortBlockError: Sendable {
  /// The sums over all of the blocks.
  private(set) var totals = PassTotals()
  /// How many values have each code, counted from the lowest.
  private(set) var counts: [Int] = []
  /// How many values have their level in each bin of the reference.
  private(set) var quantized: [Int] = []
  /// The share of the mass of its level that each bin has, block after block.
  private(set) var shares: [(bin: Int, share: Double)] = []

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
    quantized = Array(repeating: 0, count: reference?.bins.count ?? 0)
    for (place, block) in zip(blocks.indices, blocks) {
      let quantizer = quantizers[place]
      unsafe block.withNumbers { numbers in
        unsafe add(numbers, under: quantizer, on: lanes, over: reference?.bins)
      } float64: { numbers in
        unsafe add(numbers, under: quantizer, on: lanes, over: reference?.bins)
      }
      if let reference {
        levels.load(reference.occupied[place], over: reference.bins)
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
    on lanes: LaneQuantizer, over bins: Bins?
  ) {
    guard let start = numbers.baseAddress else { return }
    unsafe totals.add(
      start, count: numbers.count, under: quantizer, on: lanes
    ) { places in
      guard let bins else { return }
      // The codes ascend with the values.
      var (code, bin) = (UInt32.max, -1)
      for index in 0..<places.count {
        let place = unsafe places[index]
        if place != code {
          code = place
          let level = quantizer.dequantize(Int(place) + quantizer.encoding.quantMin)
          bin = bins.index(of: Double(level)) ?? -1
        }
        if bin >= 0 { quantized[bin] += 1 }
      }
    }
  }
}
