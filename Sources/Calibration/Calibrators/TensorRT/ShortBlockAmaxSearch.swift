import QuantizationEngine

/// Which multiples of the largest magnitude of a short block may have the least squared error under
/// TensorRT's arithmetic.
///
///     E(amax) = Σ (|x| − min(half-even(|x| · (b / amax)), b) / (b / amax))²
///
/// Where the values are no more than a few for each code, going through them is much quicker than a
/// staircase for each candidate. The arithmetic is odd, so that magnitudes are enough. The errors are
/// float64 sums; candidates that float32 may not tell from the best are left for the caller to compare.
struct ShortBlockAmaxSearch {
  /// The largest code.
  private let bound: Float
  /// The type that candidates are rounded to before they are tried.
  private let triedType: ElementType

  /// Adding and taking away 1.5 · 2²³ rounds a small float32 to the nearest even integer without a call.
  private static let rounder: Float = 12_582_912
  /// How many values go for each code before a staircase is quicker.
  private static let valuesOfCode = 16
  /// The longest block that is gone through.
  static let mostValues = 4096

  /// A search for blocks of so many values; nil for long blocks, and for schemes under another rule.
  init?(valueCount: Int, scheme: Scheme, triedType: ElementType) {
    let bound = (1 << (scheme.bitWidth - 1)) - 1
    var arithmetic = scheme.arithmetic
    arithmetic.levelType = .float32
    guard valueCount <= min(Self.valuesOfCode * (2 * bound + 1), Self.mostValues),
      scheme.rule.name == TensorRTToolchain().name, arithmetic == TensorRTToolchain().arithmetic,
      scheme.signedness == .signed, scheme.symmetry != .asymmetric
    else { return nil }
    self.bound = Float(bound)
    self.triedType = triedType
  }

  /// The candidates that may be the first with the least error in float32, in the order given.
  ///
  /// - Parameters:
  ///   - distribution: the values.
  ///   - largest: their largest magnitude.
  ///   - multipliers: what it is multiplied by, in float32; ascending, at least one.
  /// - Returns: at least one candidate, not rounded; nil near the ends of float32, where sums overflow
  ///   and small scales count as zero.
  func promising(
    _ distribution: any Distribution, largest: Float, multipliers: [Float]
  ) -> [Float]? {
    guard let first = multipliers.first, let last = multipliers.last,
      triedType.rounded(largest * first) > 0x1p-20, triedType.rounded(largest * last) < 0x1p60,
      largest > 0x1p-40, largest < 0x1p60
    else { return nil }
    let count = distribution.count
    let laneCount = (count + 3) / 4
    return unsafe withUnsafeTemporaryAllocation(of: SIMD4<Double>.self, capacity: laneCount) {
      lanes in
      // Zeros fill the last lanes: they have no error.
      unsafe lanes.initialize(repeating: .zero)
      for rank in 0..<count {
        unsafe lanes[rank / 4][rank % 4] = distribution.value(atRank: rank).magnitude
      }
      return unsafe promising(
        UnsafeBufferPointer(lanes), candidates: multipliers.map { largest * $0 })
    }
  }

  private func promising(
    _ lanes: UnsafeBufferPointer<SIMD4<Double>>, candidates: [Float]
  ) -> [Float] {
    // What the compared sums, of 106 bits each, may lose; and what is lost at the end of float32.
    let squares = unsafe lanes.reduce(0.0) { $0 + ($1 * $1).sum() }
    let slack = squares * 0x1p-80 + 0x1p-140
    var limit = Double.infinity
    var found: [(candidate: Float, error: Double)] = []
    found.reserveCapacity(candidates.count)
    for candidate in candidates {
      let error = unsafe error(lanes, multiplier: bound / triedType.rounded(candidate), limit)
      guard error <= limit else { continue }
      found.append((candidate, error))
      // Float32 rounds by less than a part in 2²³.
      limit = min(limit, error * (1 + 0x1p-20) + slack)
    }
    return found.filter { $0.error <= limit }.map(\.candidate)
  }

  /// The error of a candidate, or part of it once that is beyond a limit.
  @inline(__always)
  private func error(
    _ lanes: UnsafeBufferPointer<SIMD4<Double>>, multiplier: Float, _ limit: Double
  ) -> Double {
    let bounds = SIMD4(repeating: bound)
    var sums = SIMD4<Double>.zero
    var lane = 0
    while lane < lanes.count {
      let magnitudes = unsafe lanes[lane]
      let scaled = SIMD4<Float>(magnitudes) * multiplier
      let codes =
        (scaled.replacing(with: bounds, where: scaled .> bounds) + Self.rounder)
        - Self.rounder
      let errors = magnitudes - SIMD4<Double>(codes / multiplier)
      sums += errors * errors
      lane &+= 1
      if lane & 1 == 0, sums[0] + sums[1] + (sums[2] + sums[3]) > limit { break }
    }
    return sums[0] + sums[1] + (sums[2] + sums[3])
  }
}
