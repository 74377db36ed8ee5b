/// What a pass has found in some tiles, to be added up in their order.
struct PassTotals {
  /// The sums over the values that were quantized, but for the last few.
  private var settled = LaneSums()
  /// The sums over the last few.
  private var running = LaneSums()
  /// The bounds of all finite values.
  var bounds = LaneBounds()
  /// How many elements are not finite.
  var excluded = NonFiniteCounts()
  /// How many blocks have no finite values.
  var emptyBlocks = 0
  /// The blocks that are dead, empty ones included.
  var deadBlocks = ListedBlocks()
  /// The blocks that a scale of 0 destroys.
  var destroyedBlocks = ListedBlocks()
  /// How many blocks have no encoding.
  var refusedBlocks = 0
  /// The first of them.
  var firstRefused: (block: Int, bounds: LaneBounds)?
  /// The values of the blocks without an encoding.
  var refused = RefusedValues()

  /// Notes what became of a block.
  @inline(__always)
  mutating func note(_ quantizer: BlockQuantizer, ofBlock block: Int, bounds: LaneBounds) {
    // Without values the lower bound is above the upper one.
    let isDead = bounds.lower >= 0 && bounds.upper <= 0
    if isDead { deadBlocks.add(block) }
    switch quantizer {
    case .quantizer(let quantizer):
      if quantizer.encoding.isOfZeros, !isDead { destroyedBlocks.add(block) }
    case .noFiniteValues: emptyBlocks += 1
    case .noEncoding:
      refusedBlocks += 1
      if firstRefused == nil { firstRefused = (block, bounds) }
    }
  }
}

extension PassTotals {
  /// The sums over the values that were quantized.
  var sums: ErrorSums { lanes.sums }

  /// Σx over them.
  var total: Double { LaneSums.sum(lanes.total) }

  private var lanes: LaneSums {
    var sums = settled
    sums += running
    return sums
  }

  /// Takes values in: their errors, and the counts of their codes.
  ///
  /// - Parameters:
  ///   - values: finite in float32.
  ///   - count: how many there are.
  ///   - quantizer: what is done to them.
  ///   - lanes: what does it.
  ///   - body: hears of the places of the codes, counted from the lowest.
  @inline(__always)
  mutating func add<Element: LaneElement>(
    _ values: UnsafePointer<Element>, count: Int, under quantizer: AffineQuantizer,
    on lanes: LaneQuantizer, _ body: (UnsafeBufferPointer<UInt32>) -> Void
  ) {
    lanes.counts.reserve(codeCount: quantizer.encoding.codeCount)
    var start = 0
    while start < count {
      let length = min(count &- start, LaneQuantizer.chunkLength)
      let places = unsafe lanes.add(
        values + start, count: length, under: quantizer, to: &running)
      unsafe lanes.counts.add(places)
      unsafe body(places)
      if running.count >= LaneQuantizer.chunkLength {
        settled += running
        running = LaneSums()
      }
      start &+= length
    }
  }
}

/// The number, Σx and Σx² of values that no encoding was made for.
struct RefusedValues {
  private(set) var count = 0
  private(set) var total = 0.0
  private(set) var squares = 0.0

  /// Takes some more in.
  mutating func add(_ values: some Sequence<Double>) {
    for value in values {
      count += 1
      total += value
      squares += value * value
    }
  }
}

/// The sums of all tiles, kept to more digits than a tile has.
struct PassSum {
  private var count = 0
  private var sums = [DoubleDouble](repeating: .zero, count: 8)
  private var maximum = 0.0
  private var below = 0
  private var above = 0
  private(set) var total = DoubleDouble.zero
  private(set) var squares = DoubleDouble.zero
  private(set) var rest = PassTotals()
  private(set) var refusedCount = 0

  /// Takes the next tile in.
  mutating func add(_ part: PassTotals) {
    let lanes = part.sums
    count += lanes.count
    let terms = [
      lanes.squares, lanes.quantizedSquares, lanes.products, lanes.roundingSquaredError,
      lanes.clippingSquaredError, lanes.absoluteError, lanes.signedError,
      lanes.squaredErrorInSteps ?? 0,
    ]
    for (index, term) in terms.enumerated() { Self.add(term, to: &sums[index]) }
    maximum = max(maximum, lanes.maximumAbsoluteError)
    below += lanes.clippedBelow
    above += lanes.clippedAbove
    for term in [part.total, part.refused.total] { Self.add(term, to: &total) }
    for term in [lanes.squares, part.refused.squares] { Self.add(term, to: &squares) }
    rest.bounds.add(part.bounds)
    rest.excluded = rest.excluded + part.excluded
    rest.emptyBlocks += part.emptyBlocks
    rest.deadBlocks.add(part.deadBlocks)
    rest.destroyedBlocks.add(part.destroyedBlocks)
    rest.refusedBlocks += part.refusedBlocks
    refusedCount += part.refused.count
    rest.firstRefused = rest.firstRefused ?? part.firstRefused
  }

  /// Takes blocks without any element in.
  mutating func add(emptyBlocks: Int) {
    rest.emptyBlocks += emptyBlocks
    rest.deadBlocks.add(ListedBlocks(first: emptyBlocks))
  }

  /// An infinite level makes an infinite sum, of which nothing is left to keep.
  private static func add(_ term: Double, to sum: inout DoubleDouble) {
    let total = sum.high + term
    if total.isFinite { sum += term } else { sum = DoubleDouble(total) }
  }

  /// The sums, with the number of values of each level.
  func errorSums(levelCounts: [Int]) -> ErrorSums {
    var result = ErrorSums()
    result.count = count
    result.squares = sums[0].value
    result.quantizedSquares = sums[1].value
    result.products = sums[2].value
    result.roundingSquaredError = sums[3].value
    result.clippingSquaredError = sums[4].value
    result.absoluteError = sums[5].value
    result.signed = sums[6]
    result.squaredErrorInSteps = sums[7].value
    result.maximumAbsoluteError = maximum
    result.clippedBelow = below
    result.clippedAbove = above
    result.levelCounts = levelCounts
    return result
  }
}
