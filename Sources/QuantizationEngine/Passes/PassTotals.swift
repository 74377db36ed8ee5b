/// What a pass has found in some tiles, to be added up in their order.
struct PassTotals {
  /// The sums over the values that were quantized.
  var sums = LaneSums()
  /// The bounds of all finite values.
  var bounds = LaneBounds()
  /// How many elements are not finite.
  var excluded = NonFiniteCounts()
  /// How many blocks have no finite values.
  var emptyBlocks = 0
  /// How many blocks have no encoding.
  var refusedBlocks = 0
  /// The first of them.
  var firstRefusal: BlockPassResult.Refusal?
  /// The values of the blocks without an encoding.
  var refused = RefusedValues()

  /// Notes what became of a block.
  @inline(__always)
  mutating func note(_ quantizer: BlockQuantizer, ofBlock block: Int) {
    switch quantizer {
    case .quantizer: break
    case .noFiniteValues: emptyBlocks += 1
    case .noEncoding(let reason):
      refusedBlocks += 1
      if firstRefusal == nil {
        firstRefusal = BlockPassResult.Refusal(block: block, reason: reason)
      }
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
  private var sums = [DoubleDouble](repeating: .zero, count: 7)
  private var maximum = 0.0
  private var below = 0
  private var above = 0
  private(set) var total = DoubleDouble.zero
  private(set) var squares = DoubleDouble.zero
  private(set) var rest = PassTotals()
  private(set) var refusedCount = 0

  /// Takes the next tile in.
  mutating func add(_ part: PassTotals) {
    let lanes = part.sums.sums
    count += lanes.count
    let terms = [
      lanes.squares, lanes.quantizedSquares, lanes.products, lanes.roundingSquaredError,
      lanes.clippingSquaredError, lanes.absoluteError,
    ]
    for (index, term) in terms.enumerated() { Self.add(term, to: &sums[index]) }
    maximum = max(maximum, lanes.maximumAbsoluteError)
    below += lanes.clippedBelow
    above += lanes.clippedAbove
    for term in [LaneSums.sum(part.sums.total), part.refused.total] { Self.add(term, to: &total) }
    for term in [lanes.squares, part.refused.squares] { Self.add(term, to: &squares) }
    rest.bounds.add(part.bounds)
    rest.excluded = rest.excluded + part.excluded
    rest.emptyBlocks += part.emptyBlocks
    rest.refusedBlocks += part.refusedBlocks
    refusedCount += part.refused.count
    rest.firstRefusal = rest.firstRefusal ?? part.firstRefusal
  }

  /// Takes blocks without any element in.
  mutating func add(emptyBlocks: Int) {
    rest.emptyBlocks += emptyBlocks
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
    result.maximumAbsoluteError = maximum
    result.clippedBelow = below
    result.clippedAbove = above
    result.levelCounts = levelCounts
    return result
  }
}
