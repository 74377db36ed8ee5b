/// Where the sums of ``ErrorSums`` surely lie for a sketch, so that blocks add up.
struct ErrorSumBounds {
  var count = 0
  /// Σx².
  var squares = Interval.zero
  /// Σx̂².
  var quantizedSquares = Interval.zero
  /// Σe².
  var squaredError = Interval.zero
  /// Σe² over the values inside the representable range.
  var roundingSquaredError = Interval.zero
  /// Σe² over the clipped values.
  var clippingSquaredError = Interval.zero
  /// Σe.
  var signedError = Interval.zero
  /// Σ(e/S)²; nil where levels have no scale.
  var squaredErrorInSteps: Interval?
  /// Σ|e|.
  var absoluteError = Interval.zero
  /// max |e|.
  var maximumAbsoluteError = Interval.zero
  var clippedBelow = 0...0
  var clippedAbove = 0...0
  /// How many values go to each level, at least and at most.
  var levelCounts: [ClosedRange<Int>] = []
  /// How far n times the entropy of the codes, in nats, may be from the one of the estimates.
  var entropyReach = 0.0

  // Made once and used for every bin that is cut.
  private var square = Envelope()
  private var absolute = Envelope()
  private var signed = Envelope()
  private var quantized = Envelope()

  /// The bounds of one block.
  init(of distribution: SketchedDistribution, on staircase: Staircase) {
    count = distribution.count
    let levels = staircase.levels
    let ranks =
      [0...0] + distribution.rankBounds(belowRounding: staircase.thresholds) + [count...count]
    levelCounts = MassBounds.counts(between: ranks)
    entropyReach = MassBounds.reach(
      estimates: [0] + distribution.ranks(belowRounding: staircase.thresholds) + [count],
      bounds: ranks)
    let range = staircase.representableRange
    clippedBelow = distribution.rankBounds(below: [range.lower])[0]
    let through = distribution.rankBounds(below: [range.upper.nextUp])[0]
    clippedAbove = count - through.upperBound...count - through.lowerBound
    squaredErrorInSteps = staircase.scale.map { _ in .zero }
    guard count > 0 else { return }
    defer {
      squaredErrorInSteps = staircase.scale.map {
        Interval(
          lower: ErrorSums.inSteps(squaredError.lower, scale: $0),
          upper: ErrorSums.inSteps(squaredError.upper, scale: $0))
      }
    }
    guard levels.allSatisfy(\.isFinite) else {
      openAll(
        from: zip(levels, levelCounts).contains { $0.isInfinite && $1.lowerBound > 0 }
          ? .infinity : 0
      )
      return
    }
    SketchSegments(of: staircase).forEach(
      of: distribution,
      whole: { bins, treatment in add(bins, of: distribution, treatment) },
      parts: { index, pieces in add(distribution.bin(index), pieces) })
    if let bounds = distribution.bounds {
      for value in [bounds.lowerBound, bounds.upperBound] {
        let error = abs(value - Double(staircase.level(of: Float(value))))
        maximumAbsoluteError = maximumAbsoluteError.raised(to: error...error)
      }
    }
    squares = Interval(distribution.moments.totalOfSquares)
    widen(distribution)
  }

  /// A level that overflowed float32 makes errors infinite where a value has it.
  ///
  /// - Parameter least: infinite where a value surely has it, else 0.
  private mutating func openAll(from least: Double) {
    let anything = Interval(lower: 0, upper: .infinity)
    let error = Interval(lower: least, upper: .infinity)
    (roundingSquaredError, clippingSquaredError, quantizedSquares) = (anything, anything, error)
    (squaredError, absoluteError, maximumAbsoluteError) = (error, error, error)
    signedError = Interval(lower: -.infinity, upper: .infinity)
    squares = anything
  }

  /// Adds bins that lie between two cuts, which are exact.
  private mutating func add(
    _ bins: Range<Int>, of distribution: SketchedDistribution,
    _ treatment: SketchSegments.Treatment
  ) {
    let moments =
      distribution.moments(belowBin: bins.upperBound)
      - distribution.moments(belowBin: bins.lowerBound)
    let level = treatment.level
    let square = Interval(moments.squaredDeviation(from: level))
    squaredError += square
    if treatment.isClipped {
      clippingSquaredError += square
    } else {
      roundingSquaredError += square
    }
    let deviation = moments.deviation(from: level)
    signedError += Interval(deviation)
    absoluteError += Interval(abs(deviation))
    quantizedSquares += Interval(level * level * Double(moments.count))
    // The value farthest from the level is in the bin farthest from it, and beyond its mean.
    let farthest =
      treatment.isBelowLevel
      ? distribution.bin(bins.lowerBound) : distribution.bin(bins.upperBound - 1)
    let places = farthest.places
    let end = treatment.isBelowLevel ? places.lowerBound : places.upperBound
    let sure = farthest.mean.rounded(treatment.isBelowLevel ? .down : .up)
    maximumAbsoluteError = maximumAbsoluteError.raised(
      to: abs(
        farthest.distance(sure, from: level))...abs(
          farthest.distance(Double(end), from: level)))
  }

  /// Adds a bin that is cut, by equation (22).
  private mutating func add(_ bin: SketchBin, _ pieces: [SketchSegments.Piece]) {
    square.clear()
    absolute.clear()
    signed.clear()
    quantized.clear()
    var upper = 0.0
    var (below, above) = (Double.infinity, Double.infinity)
    let middle = (Int(bin.mean.rounded(.down)), Int(bin.mean.rounded(.up)))
    for piece in pieces {
      let level = piece.treatment.level
      let (first, last) = (piece.places.lowerBound, piece.places.upperBound)
      for place in first == last ? [first] : [first, last] {
        // (x − v)² without (x − mean)², whose sum is known: linear in the place.
        let aside = bin.unit * (Double(place) - bin.mean)
        let center = bin.distance(bin.mean, from: level)
        let distance = bin.distance(Double(place), from: level)
        let error = abs(distance)
        square.add(place, (2 * aside + center) * center)
        absolute.add(place, error)
        signed.add(place, distance)
        quantized.add(place, level * level)
        upper = max(upper, error)
      }
      // Some value is not above the mean, and some value is not below it.
      if first <= middle.0 {
        for place in [first, min(last, middle.0)] {
          below = min(below, abs(bin.distance(Double(place), from: level)))
        }
      }
      if last >= middle.1 {
        for place in [max(first, middle.1), last] {
          above = min(above, abs(bin.distance(Double(place), from: level)))
        }
      }
    }
    let count = Double(bin.count)
    let known = bin.unit * bin.unit * bin.spread
    let whole = Interval(square.range(at: bin.mean)) * count + Interval(known)
    squaredError += whole.notNegative
    absoluteError += Interval(absolute.range(at: bin.mean)) * count
    signedError += Interval(signed.range(at: bin.mean)) * count
    quantizedSquares += Interval(quantized.range(at: bin.mean)) * count
    let lower = max(below.isFinite ? below : 0, above.isFinite ? above : 0)
    maximumAbsoluteError = maximumAbsoluteError.raised(to: min(lower, upper)...upper)
    addParts(bin, pieces, whole: whole.notNegative)
  }

  /// Adds the rounding and the clipping part of a bin that is cut.
  private mutating func addParts(
    _ bin: SketchBin, _ pieces: [SketchSegments.Piece], whole: Interval
  ) {
    guard pieces.contains(where: { $0.treatment.isClipped }) else {
      roundingSquaredError += whole
      return
    }
    guard pieces.contains(where: { !$0.treatment.isClipped }) else {
      clippingSquaredError += whole
      return
    }
    // An end of the representable range is in at most two bins: every place is looked at.
    var rounding = Envelope()
    var clipping = Envelope()
    for piece in pieces {
      for place in piece.places {
        let error = bin.distance(Double(place), from: piece.treatment.level)
        rounding.add(place, piece.treatment.isClipped ? 0 : error * error)
        clipping.add(place, piece.treatment.isClipped ? error * error : 0)
      }
    }
    roundingSquaredError += Interval(rounding.range(at: bin.mean)) * Double(bin.count)
    clippingSquaredError += Interval(clipping.range(at: bin.mean)) * Double(bin.count)
  }

  /// Makes room for the rounding of this arithmetic, and of the values to float32.
  private mutating func widen(_ distribution: SketchedDistribution) {
    let total = squares.upper
    let norm = distribution.roundingSquares.squareRoot()
    for part in [\Self.squaredError, \.roundingSquaredError, \.clippingSquaredError] {
      // Running sums of double-double lose at most some 2⁻⁸⁴ of the whole.
      self[keyPath: part] = self[keyPath: part].widened(by: 0x1p-44, and: total * 0x1p-84)
        .inNorm(widenedBy: norm)
    }
    let mixed = (total * Double(count)).squareRoot()
    let room = absoluteError.upper * 0x1p-44 + mixed * 0x1p-84 + distribution.roundingTotal
    signedError = Interval(lower: signedError.lower - room, upper: signedError.upper + room)
    absoluteError = absoluteError.widened(
      by: 0x1p-44, and: mixed * 0x1p-84 + distribution.roundingTotal)
    quantizedSquares = quantizedSquares.widened(by: 0x1p-44, and: 0)
    squares = squares.widened(by: 0x1p-44, and: 0).inNorm(widenedBy: norm)
    guard distribution.sketch.precision == .rounded, let bounds = distribution.bounds else {
      maximumAbsoluteError = maximumAbsoluteError.widened(by: 0x1p-50, and: 0)
      return
    }
    let farthest = max(abs(bounds.lowerBound), abs(bounds.upperBound))
    maximumAbsoluteError = maximumAbsoluteError.widened(
      by: 0x1p-50, and: Double(Float(farthest).ulp) / 2)
  }
}
