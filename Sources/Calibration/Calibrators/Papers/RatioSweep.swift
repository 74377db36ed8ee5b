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

  /// Σ w·x·k and Σ w·k² at each ratio, whose index is one less than its multiple of 1/128.
  private var sums: [SIMD2<Double>]
  /// Whether a value changes its index so near that it may already have, or may not yet.
  private(set) var isUncertain: [Bool]
  /// Σ w·x².
  private(set) var total = 0.0
  /// The scale at the ratio 1.
  private let scale: Double
  private let lowest: Double
  private let highest: Double

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
    (lowest, highest) = (quantMin - zeroPoint, quantMax - zeroPoint)
    sums = Array(repeating: .zero, count: Self.count)
    isUncertain = Array(repeating: false, count: Self.count)
    for place in values.indices {
      add(values[place], weight: weights.isEmpty ? 1 : weights[place])
    }
    for ratio in stride(from: Self.count - 2, through: 0, by: -1) {
      sums[ratio] += sums[ratio + 1]
    }
  }

  /// Puts the changes of a value where they happen.
  @inline(__always)
  private mutating func add(_ value: Double, weight: Double) {
    let magnitude = abs(value)
    let weighted = weight * magnitude
    total += weighted * magnitude
    let last = value < 0 ? -lowest : highest
    let steps = magnitude / scale
    var index = min((steps + Self.rounder) - Self.rounder, last)
    if index < last || steps < last + 0.5, abs(steps - index) > 0.4999 {
      isUncertain[Self.count - 1] = true
    }
    sums[Self.count - 1] += SIMD2(weighted * index, weight * index * index)
    let places = steps * Double(Self.count)
    while index < last {
      let place = min(places / (index + 0.5), Double(Self.count))
      // Below the first ratio nothing changes any more.
      guard place > 1 - Self.nearness else { break }
      let below = Int(place)
      let beyond = place - Double(below)
      if beyond < Self.nearness {
        isUncertain[max(below, 1) - 1] = true
      } else if beyond > 1 - Self.nearness {
        isUncertain[min(below, Self.count - 1)] = true
      }
      if below > 0 {
        sums[below - 1] += SIMD2(weighted, weight * (2 * index + 1))
      }
      index += 1
    }
  }

  /// Adding and taking away 1.5 · 2⁵² rounds to the nearest even integer without a call.
  private static let rounder = 6_755_399_441_055_744.0

  /// (Σ w·x·k)² / Σ w·k² of each ratio: how much of Σ w·x² has the direction of the levels.
  var alignments: [Double] {
    sums.map { $0[1] > 0 ? $0[0] * $0[0] / $0[1] : 0 }
  }

  /// 2S·Σ w·x·k − S²·Σ w·k² of each ratio: how much of Σ w·x² is no error.
  var savings: [Double] {
    sums.enumerated().map { ratio, sums in
      let scale = scale * (Double(ratio + 1) / Double(Self.count))
      return scale * (2 * sums[0] - scale * sums[1])
    }
  }
}
