public import QuantizationEngine

/// Minimises KL(P‖Q) between the distributions before and after quantization, as qviz shows it.
///
/// The divergence is that of ``DivergenceReference``, equation (19) of the engine: P the histogram
/// of the values on 2048 bins, Q the mass of each code spread over its bins. Thresholds are edges
/// of those bins. All pairs on a grid of every 64th edge are tried (one threshold, in symmetric
/// schemes, on every 8th edge of the larger side); from the best, neighbours at half the distance
/// are tried until neighbouring edges bring nothing more.
///
/// The divergence is jagged, so the result is the best of a stated search, not of all ranges.
/// Where a wider and a narrower range have the same divergence the wider one is taken; min-max
/// is always among the candidates.
///
/// This is not what any deployment tool calls entropy calibration; theirs have names of their own.
public struct EntropyCalibrator: Calibrator {
  /// The entropy calibrator.
  public init() {}

  /// `entropy`.
  public var name: String { "entropy" }

  /// What it minimises.
  public var summary: String {
    "minimises the KL divergence that the screen shows, on 2048 bins"
  }

  /// The range with the least KL divergence of those tried.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.bounds, let reference = DivergenceReference(distribution) else {
      throw .noFiniteValues
    }
    var search = DivergenceSearch(
      reference: reference, scheme: scheme,
      minMax: ClippingRange(lower: bounds.lowerBound, upper: bounds.upperBound))
    try search.tryAll()
    return search.best
  }
}

/// A search over thresholds that are edges of bins.
private struct DivergenceSearch {
  let reference: DivergenceReference
  let scheme: Scheme
  /// The best range so far.
  private(set) var best: ClippingRange
  private var least = Double.infinity
  /// The edges of the best range: the bins cut off below and above, or above only.
  private var place = Cut(below: 0, above: 0)

  private struct Cut {
    var below: Int
    var above: Int
  }

  init(reference: DivergenceReference, scheme: Scheme, minMax: ClippingRange) {
    self.reference = reference
    self.scheme = scheme
    best = minMax
  }

  mutating func tryAll() throws(CalibrationError) {
    try attempt(place)
    // A fine scheme may lose nothing at this number of bins; no narrower range is better.
    guard least > 0 else { return }
    let count = reference.bins.count
    var stride: Int
    switch scheme.symmetry {
    case .asymmetric:
      stride = 64
      for below in Swift.stride(from: 0, to: count, by: stride) {
        for above in Swift.stride(from: 0, to: count - below, by: stride) {
          try attempt(Cut(below: below, above: above))
        }
      }
    case .symmetric, .restrictedSymmetric:
      stride = 8
      for above in Swift.stride(from: 0, to: count, by: stride) {
        try attempt(Cut(below: 0, above: above))
      }
    }
    while stride > 1 {
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
    guard cut.below >= 0, cut.above >= 0, cut.below + cut.above < reference.bins.count else {
      return
    }
    let range = range(of: cut)
    let encoding: AffineEncoding
    do {
      encoding = try scheme.encoding(for: range)
    } catch {
      throw .noEncoding(error)
    }
    let staircase = AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic).staircase
    let divergence = reference.klDivergence(on: [staircase])
    if divergence < least {
      least = divergence
      best = range
      place = cut
    }
  }

  private func range(of cut: Cut) -> ClippingRange {
    let bins = reference.bins
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
