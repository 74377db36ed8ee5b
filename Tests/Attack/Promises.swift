import QuantizationEngine
import TestSupport

/// What must hold of every encoding, staircase and error, whatever it was made of.
enum Promises {
  /// What does not hold of a quantizer.
  static func broken(by quantizer: AffineQuantizer, on values: [Float]) -> [String] {
    let encoding = quantizer.encoding
    var broken: [String] = []
    if !(encoding.scale >= 0 && encoding.scale.isFinite) {
      broken.append("scale \(encoding.scale)")
    }
    let codes = encoding.quantMin...encoding.quantMax
    if !codes.contains(encoding.zeroPoint) { broken.append("zero-point \(encoding.zeroPoint)") }
    let staircase = quantizer.staircase
    if staircase.levels.contains(where: \.isNaN) { broken.append("a level is no number") }
    let special: [Float] = [
      .nan, .infinity, -.infinity, 0, -0.0, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
      .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 1, -1,
    ]
    for value in special + values.prefix(32) {
      let code = quantizer.quantize(value)
      if !codes.contains(code) { broken.append("code \(code) of \(value)") }
      guard value.isFinite else { continue }
      let step = staircase.index(of: value)
      if step != code - encoding.quantMin {
        broken.append("step \(step) of \(value), code \(code)")
      }
    }
    return broken
  }

  /// What does not hold of an error over so many values.
  static func broken(by error: QuantizationError, count: Int, levels: Int) -> [String] {
    var broken: [String] = []
    func check(_ name: String, _ value: Double?, _ range: ClosedRange<Double>) {
      guard let value else {
        // Only what is divided by something may be undefined for values.
        if count > 0, !["sqnr", "cosine"].contains(name) {
          broken.append("\(name) is missing")
        }
        return
      }
      if value.isNaN || !range.contains(value) { broken.append("\(name) \(value)") }
    }
    let sums = error.sums
    check("mse", error.meanSquaredError, 0...(.infinity))
    check("rounding", error.roundingMeanSquaredError, 0...(.infinity))
    check("clipping", error.clippingMeanSquaredError, 0...(.infinity))
    check("mae", error.meanAbsoluteError, 0...(.infinity))
    check("max", error.maximumAbsoluteError, 0...(.infinity))
    check("sqnr", error.sqnrInDecibels, -.infinity...(.infinity))
    check("cosine", error.cosineSimilarity, -1...1)
    check("entropy", error.codeEntropyInBits, 0...17)
    if let divergence = error.divergence {
      check("kl", divergence.klInNats, 0...(.greatestFiniteMagnitude))
      check("js", divergence.jsInNats, 0...0.6931471805599455)
    }
    if sums.count != count { broken.append("\(sums.count) of \(count) values") }
    if count > 0, sums.levelCounts.count != levels || sums.levelCounts.reduce(0, +) != count {
      broken.append("the counts of \(sums.levelCounts.count) levels do not add up to \(count)")
    }
    if sums.clippedBelow < 0 || sums.clippedAbove < 0
      || sums.clippedBelow + sums.clippedAbove > count
    {
      broken.append("\(sums.clippedBelow) clipped below, \(sums.clippedAbove) above of \(count)")
    }
    if let bounds = error.bounds {
      for (name, range) in [
        ("mse", bounds.meanSquaredError), ("rounding", bounds.roundingMeanSquaredError),
        ("clipping", bounds.clippingMeanSquaredError), ("mae", bounds.meanAbsoluteError),
        ("max", bounds.maximumAbsoluteError), ("cosine", bounds.cosineSimilarity),
        ("sqnr", bounds.sqnrInDecibels), ("kl", bounds.klInNats), ("js", bounds.jsInNats),
      ] {
        guard let range else { continue }
        if range.lowerBound.isNaN || range.upperBound.isNaN {
          broken.append("bounds of \(name) \(range)")
        }
      }
    }
    return broken
  }
}
