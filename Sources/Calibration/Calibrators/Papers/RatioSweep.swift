internal import QuantizationEngine

/// What each of the ratios that ``RatioSearch`` tries first is worth for few values on few levels, to
/// within some roundings.
///
/// While the ratio falls, the nearest index k of one value after another grows by one, each at a ratio of
/// its own, |x| / (S · (k + 1/2)), S the scale of the ratio 1. So one walk over all changes gives Σ w·x·k
/// and Σ w·k² at every ratio, where trying each would quantize every value anew.
struct RatioSweep {
  /// How many ratios there are: 1/128, 2/128, … 1.
  static let count = 128
  /// Up to how many levels there are so few changes that a sweep is quicker.
  private static let mostLevels = 32
  /// How near to a ratio a change may be, in steps of the ratios, before float32 decides on which side it is.
  private static let nearness = 1e-4

  /// Σ w·x·k and Σ w·k² by turns at each ratio, whose index is one less than its multiple of 1/128.
  private let sums: [Double]
  /// Whether a value changes its index so near that it may already have, or may not yet.
  let isUncertain: [Bool]
  /// Σ w·x².
  let total: Double
  /// The scale at the ratio 1.
  private let scale: Double

  /// A sweep over some values.
  ///
  /// - Parameters:
  ///   - values: any order.
  ///   - weights: one for each value, or none where all weigh 1.
  ///   - minMax: the range at the ratio 1.
  ///   - scheme: the codes; nil comes of an arithmetic or a rule of which nothing is known, of more levels,
  ///     and of scales at the ends of float32.
  init?(_ values: [Double], weights: [Double] = [], minMax: ClippingRange, scheme: Scheme) {
    let arithmetic = scheme.arithmetic
    guard scheme.levelCount <= Self.mostLevels, scheme.rule == .standard,
      arithmetic == QuantizationArithmetic()
        || arithmetic == QuantizationArithmetic(scaling: .multiplyByInverse)
    else { return nil }
    let (quantMin, quantMax) = (Double(scheme.quantMin), Double(scheme.quantMax))
    let zeroPoint: Double
    switch scheme.symmetry {
    case .asymmetric:
      let widened = minMax.widenedToZero
      scale = widened.width / (quantMax - quantMin)
      let place = quantMin - widened.lower / scale
      zeroPoint = min(max(place.rounded(.toNearestOrEven), quantMin), quantMax)
      // The rounded bounds of a ratio may have another zero-point.
      guard abs(abs(place - place.rounded(.down)) - 0.5) > 1e-6 else { return nil }
    case .symmetric, .restrictedSymmetric:
      zeroPoint = Double(scheme.symmetricZeroPoint)
      scale = minMax.absoluteMaximum / (quantMax - zeroPoint)
    }
    guard scale > 0x1p-100, scale < 0x1p100 else { return nil }
    var sums = [Double](repeating: 0, count: 2 * Self.count)
    var isUncertain = [Bool](repeating: false, count: Self.count)
    var total = 0.0
    let (scale, farthest) = (
      scale, (below: Int(zeroPoint - quantMin), above: Int(quantMax - zeroPoint))
    )
    unsafe sums.withUnsafeMutableBytes { sums in
      guard let sums = sums.baseAddress else { return }
      unsafe isUncertain.withUnsafeMutableBufferPointer { isUncertain in
        unsafe Self.inverses.withUnsafeBufferPointer { inverses in
          for place in values.indices {
            let walk = Walk(
              magnitude: abs(values[place]), weight: weights.isEmpty ? 1 : weights[place],
              last: values[place] < 0 ? farthest.below : farthest.above)
            total += walk.weighted * walk.magnitude
            unsafe walk.add(to: sums, isUncertain, scale: scale, inverses)
          }
        }
      }
      // What changes at a ratio has changed at all that are smaller.
      var sum = SIMD2<Double>.zero
      for ratio in stride(from: Self.count - 1, through: 0, by: -1) {
        unsafe sum += sums.loadUnaligned(fromByteOffset: 16 * ratio, as: SIMD2<Double>.self)
        unsafe sums.storeBytes(of: sum, toByteOffset: 16 * ratio, as: SIMD2<Double>.self)
      }
    }
    (self.sums, self.isUncertain, self.total) = (sums, isUncertain, total)
  }

  /// 1 / (k + 1/2) of each index but the last.
  private static let inverses = (0..<mostLevels).map { 1 / (Double($0) + 0.5) }

  /// The walk over the changes of one value.
  private struct Walk {
    let magnitude: Double
    let weight: Double
    /// The farthest index.
    let last: Int

    @inline(__always)
    var weighted: Double { weight * magnitude }

    /// Puts the changes of the value where they happen.
    ///
    /// - Precondition: there are ``RatioSweep/count`` pairs of sums, and as many marks.
    @inline(__always)
    func add(
      to sums: UnsafeMutableRawPointer, _ isUncertain: UnsafeMutableBufferPointer<Bool>,
      scale: Double, _ inverses: UnsafeBufferPointer<Double>
    ) {
      let (weighted, last) = (weighted, Double(last))
      func add(_ change: SIMD2<Double>, atMultiple multiple: Int) {
        let place = 16 &* (multiple &- 1)
        let sum = unsafe sums.loadUnaligned(fromByteOffset: place, as: SIMD2<Double>.self)
        unsafe sums.storeBytes(of: sum + change, toByteOffset: place, as: SIMD2<Double>.self)
      }
      let steps = magnitude / scale
      let nearest = min((steps + RatioSweep.rounder) - RatioSweep.rounder, last)
      if nearest < last || steps < last + 0.5, abs(steps - nearest) > 0.4999 {
        unsafe isUncertain[RatioSweep.count - 1] = true
      }
      add(SIMD2(weighted * nearest, weight * nearest * nearest), atMultiple: RatioSweep.count)
      let places = steps * Double(RatioSweep.count)
      var index = Int(nearest)
      while index < self.last {
        let place = min(unsafe places * inverses[index], Double(RatioSweep.count))
        // Below the first ratio nothing changes any more.
        guard place > 1 - RatioSweep.nearness else { break }
        let below = Int(place)
        let beyond = place - Double(below)
        if beyond < RatioSweep.nearness {
          unsafe isUncertain[max(below, 1) &- 1] = true
        } else if beyond > 1 - RatioSweep.nearness {
          unsafe isUncertain[min(below, RatioSweep.count &- 1)] = true
        }
        if below > 0 {
          add(SIMD2(weighted, weight * Double(2 &* index &+ 1)), atMultiple: below)
        }
        index &+= 1
      }
    }
  }

  /// Adding and taking away 1.5 · 2⁵² rounds to the nearest even integer without a call.
  private static let rounder = 6_755_399_441_055_744.0

  /// What each ratio is worth, from the smallest up.
  @inline(__always)
  func merits(_ merit: RatioMerit) -> [Double] {
    (1...Self.count).map { multiple in
      merit.value(
        product: sums[2 * multiple - 2], squares: sums[2 * multiple - 1],
        scale: scale * (Double(multiple) / Double(Self.count)))
    }
  }
}

/// What a ratio is worth: the more, the less it costs.
enum RatioMerit {
  /// (Σ w·x·k)² / Σ w·k²: how much of Σ w·x² has the direction of the levels.
  case alignment
  /// 2S·Σ w·x·k − S²·Σ w·k²: how much of Σ w·x² is no error.
  case saving

  /// The merit of the sums at a scale.
  @inline(__always)
  func value(product: Double, squares: Double, scale: Double) -> Double {
    switch self {
    case .alignment: squares > 0 ? product * product / squares : 0
    case .saving: scale * (2 * product - scale * squares)
    }
  }
}
