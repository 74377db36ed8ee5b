import QuantizationEngine

/// A search over thresholds that are edges of bins.
struct DivergenceSearch {
  private let reference: DivergenceReference
  private let scheme: Scheme
  /// What is minimised of a staircase.
  private let measure: (Staircase) -> Double
  /// The best range so far.
  private var best: ClippingRange
  private var least = Double.infinity
  /// The edges of the best range: the bins cut off below and above, or above only.
  private var place = Cut(below: 0, above: 0)

  private struct Cut {
    var below: Int
    var above: Int
  }

  /// The range whose staircase has the least divergence of those tried.
  ///
  /// - Parameters:
  ///   - distribution: the values of one block.
  ///   - scheme: the codes and the arithmetic.
  ///   - measure: the divergence of a staircase, in nats.
  /// - Returns: the range; of equal ones the widest.
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``.
  static func best(
    for distribution: any Distribution, scheme: Scheme,
    measure: @escaping (DivergenceReference, Staircase) -> Double
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.bounds, let reference = DivergenceReference(distribution) else {
      throw .noFiniteValues
    }
    var search = DivergenceSearch(
      reference: reference, scheme: scheme,
      minMax: ClippingRange(lower: bounds.lowerBound, upper: bounds.upperBound)
    ) { measure(reference, $0) }
    try search.tryAll()
    return search.best
  }

  private init(
    reference: DivergenceReference, scheme: Scheme, minMax: ClippingRange,
    measure: @escaping (Staircase) -> Double
  ) {
    self.reference = reference
    self.scheme = scheme
    self.measure = measure
    best = minMax
  }

  private mutating func tryAll() throws(CalibrationError) {
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
    let divergence = measure(staircase)
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
