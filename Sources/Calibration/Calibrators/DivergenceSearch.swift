import QuantizationEngine

/// A search over thresholds that are edges of bins.
struct DivergenceSearch {
  /// What is minimised of a quantizer.
  enum Measure {
    /// KL(P‖Q).
    case kullbackLeibler
    /// The Jensen–Shannon divergence.
    case jensenShannon
  }

  private var divergence: BlockDivergence
  private let scheme: Scheme
  private let monitor: ProgressMonitor
  private let measure: Measure
  /// The best range so far.
  private var best: ClippingRange
  private var least = Double.infinity
  /// What ranges are like that may have less.
  private var reach = DivergenceReach()
  /// What makes scales, where it is known without asking.
  private let steps: Steps?
  /// The edges of the best range: the bins cut off below and above, or above only.
  private var place = Cut(below: 0, above: 0)

  private struct Cut {
    var below: Int
    var above: Int
  }

  /// The range whose quantizer has the least divergence of those tried.
  ///
  /// - Parameters:
  ///   - distribution: the values of one block.
  ///   - scheme: the codes and the arithmetic.
  ///   - monitor: asked before each range that is tried.
  ///   - measure: which divergence.
  /// - Returns: the range; of equal ones the widest.
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``,
  ///   ``CalibrationError/cancelled``.
  static func best(
    for distribution: any Distribution, scheme: Scheme, monitor: ProgressMonitor,
    measure: Measure
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.bounds else { throw .noFiniteValues }
    let bins = Bins(over: bounds, count: DivergenceReference.standardBinCount)
    if BlockDivergence.isZero(on: distribution, over: bins) {
      // No range is better, and this is the widest.
      guard !monitor.isCancelled else { throw .cancelled }
      let widest = range(of: Cut(below: 0, above: 0), on: bins, scheme: scheme)
      _ = try CalibratedBlock(widest, scheme: scheme)
      return widest
    }
    guard let divergence = BlockDivergence(distribution, binCount: bins.count) else {
      throw .noFiniteValues
    }
    var search = DivergenceSearch(
      divergence: divergence, scheme: scheme, monitor: monitor, measure: measure,
      best: ClippingRange(lower: bounds.lowerBound, upper: bounds.upperBound))
    try search.tryAll()
    return search.best
  }

  private init(
    divergence: BlockDivergence, scheme: Scheme, monitor: ProgressMonitor, measure: Measure,
    best: ClippingRange
  ) {
    self.divergence = divergence
    self.scheme = scheme
    self.monitor = monitor
    self.measure = measure
    self.best = best
    steps = Steps(scheme)
  }

  private mutating func tryAll() throws(CalibrationError) {
    try attempt(place)
    // A fine scheme may lose nothing at this number of bins; no narrower range is better.
    guard least > 0 else { return }
    let count = divergence.bins.count
    var stride: Int
    switch scheme.symmetry {
    case .asymmetric:
      stride = 64
      let edges = Swift.stride(from: 0, through: count, by: stride).map(divergence.bins.edge)
      search: for below in 0..<edges.count - 1 {
        narrower: for above in 0..<edges.count - 1 - below {
          let range = ClippingRange(lower: edges[below], upper: edges[edges.count - 1 - above])
          switch Self.chance(of: range, below: least, steps, reach) {
          case .open: try take(range, Cut(below: below * stride, above: above * stride))
          case .hopeless: break
          // Those that follow reach no farther, on either side.
          case .hopelessWithin where above == 0: break search
          case .hopelessWithin: break narrower
          }
        }
      }
    case .symmetric, .restrictedSymmetric:
      stride = 8
      narrower: for above in Swift.stride(from: 0, to: count, by: stride) {
        let cut = Cut(below: 0, above: above)
        let range = Self.range(of: cut, on: divergence.bins, scheme: scheme)
        switch Self.chance(of: range, below: least, steps, reach) {
        case .open: try take(range, cut)
        case .hopeless: break
        case .hopelessWithin: break narrower
        }
      }
    }
    while stride > 1, least > 0 {
      stride /= 2
      var before: Double
      repeat {
        before = least
        let center = place
        for (below, above) in neighbours {
          try attempt(
            Cut(below: center.below + below * stride, above: center.above + above * stride))
        }
      } while least < before
    }
  }

  private var neighbours: [(Int, Int)] {
    scheme.symmetry == .asymmetric
      ? [(-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)]
      : [(0, -1), (0, 1)]
  }

  private mutating func attempt(_ cut: Cut) throws(CalibrationError) {
    guard cut.below >= 0, cut.above >= 0,
      cut.below + cut.above < divergence.bins.count
    else { return }
    let range = Self.range(of: cut, on: divergence.bins, scheme: scheme)
    if Self.chance(of: range, below: least, steps, reach) == .open { try take(range, cut) }
  }

  /// Takes a range over, if it has less than the best so far.
  private mutating func take(
    _ range: ClippingRange, _ cut: Cut
  ) throws(CalibrationError) {
    guard !monitor.isCancelled else { throw .cancelled }
    let encoding: AffineEncoding
    do {
      encoding = try scheme.encoding(for: range)
    } catch {
      throw .noEncoding(error)
    }
    let quantizer = AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic)
    let found =
      switch measure {
      case .kullbackLeibler: divergence.klInNats(under: quantizer)
      case .jensenShannon: divergence.jsInNats(under: quantizer)
      }
    if found < least {
      least = found
      best = range
      place = cut
      guard let steps, least > 0 else { return }
      reach =
        switch measure {
        case .kullbackLeibler: divergence.klReach(below: least)
        case .jensenShannon: divergence.jsReach(below: least)
        }
      reach.scale = steps.slackened(reach.scale)
    }
  }

  /// Whether a range may have less than the least; nothing is less than nothing.
  ///
  /// It is asked for a few hundred ranges, and would have a copy of the search if it were asked of one.
  @inline(__always)
  private static func chance(
    of range: ClippingRange, below least: Double, _ steps: Steps?, _ reach: DivergenceReach
  ) -> Chance {
    guard least > 0 else { return .hopelessWithin }
    return steps?.chance(of: range, within: reach) ?? .open
  }

  private static func range(of cut: Cut, on bins: Bins, scheme: Scheme) -> ClippingRange {
    switch scheme.symmetry {
    case .asymmetric:
      return ClippingRange(
        lower: bins.edge(cut.below), upper: bins.edge(bins.count - cut.above))
    case .symmetric, .restrictedSymmetric:
      let largest = max(abs(bins.lower), abs(bins.upper))
      let threshold = largest * Double(bins.count - cut.above) / Double(bins.count)
      return ClippingRange(lower: -threshold, upper: threshold)
    }
  }
}

/// Whether a range may have less than the best.
private enum Chance {
  case open
  /// It has no less.
  case hopeless
  /// Neither it nor any range that is tried within it has.
  case hopelessWithin
}

/// The scales of qviz's own rule, to within some roundings.
private struct Steps {
  private let isAsymmetric: Bool
  private let isToNearest: Bool
  private let levelCount: Int
  private let inverse: Double
  private let slack: Double

  /// Those of a scheme; nil for another rule, and for values rounded to another type.
  init?(_ scheme: Scheme) {
    guard scheme.rule == .standard, scheme.arithmetic.operationType == .float32 else { return nil }
    isAsymmetric = scheme.symmetry == .asymmetric
    isToNearest = scheme.arithmetic.rounding.isToNearest
    levelCount = scheme.levelCount
    let count =
      isAsymmetric
      ? Double(scheme.quantMax - scheme.quantMin)
      : Double(scheme.quantMax - scheme.symmetricZeroPoint)
    inverse = 1 / count
    // Where a code ends is rounded in float32, as far from zero as there are codes.
    slack = 1 + 1e-6 * Double(scheme.levelCount + 10)
  }

  /// Whether a range may be within a reach.
  ///
  /// The outermost codes end within a step of the range: half of one for the rounding of the zero-point, and
  /// of values, and a whole one where the codes below zero are one more.
  ///
  /// Edge cases: a range that is so small that the rule has another scale may be. No range is tried that is
  /// less than 1/256 of another.
  @inline(__always)
  func chance(of range: ClippingRange, within reach: DivergenceReach) -> Chance {
    let largest = max(abs(range.lower), abs(range.upper))
    let lower = isAsymmetric ? min(range.lower, 0) : -largest
    let upper = isAsymmetric ? max(range.upper, 0) : largest
    let scale = (isAsymmetric ? upper - lower : largest) * inverse
    guard scale > 0x1p-120 else { return .open }
    guard scale <= reach.scale else { return .hopeless }
    guard upper + 2 * scale >= reach.upper && lower - 2 * scale <= reach.lower else {
      return scale > 0x1p-110 ? .hopelessWithin : .hopeless
    }
    // Of symmetric codes there may be one more below zero.
    let codes = ClippingRange(lower: isAsymmetric ? lower : lower - scale, upper: upper)
    return isToNearest
      && reach.mixesPlaces(in: codes, inverseScale: 1 / scale, levelCount: levelCount)
      ? .hopeless : .open
  }

  /// A scale above which no code is so narrow, whatever is rounded.
  func slackened(_ scale: Double) -> Double { scale * slack }
}
