import Glibc

/// DoReFa-Net's weights of two bits and more: squeezed into [−1, 1] by tanh, and rounded to n + 1 =
/// 2^k levels.
///
///     q = half-even((tanh x / (2 · max|tanh x|) + ½) · n)
///     x̂ = 2q / n − 1
///
/// Nothing is stored but q, k bits a value: levels lie in [−1, 1] whatever weights there were, none
/// of them is 0, and the spacing is that of tanh. A network is trained with it; a weight that was
/// trained without is not rounded by it but replaced, which is what its error says.
///
/// Codes are worked out in float64, levels rounded to float32. max|tanh x| is tanh max|x| over the
/// finite values.
///
/// Edge cases:
/// - NaN has the code of 0, which is that of half-even(n / 2); the infinities have the first and
///   the last code.
/// - Without values that are not zero all have the code of 0.
///
/// Source: Zhou et al., arXiv 1606.06160, equation 9; one bit is ``BinaryCoder``.
struct DoReFaWeightCoder: ScopeCoder {
  /// k.
  let bitsPerCode: Int

  /// What is known of a scope.
  struct Gathered: Sendable {
    var largest: Float = 0
    /// The smallest value of each code but the first, as an integer in the order of the values.
    var thresholds: [Int32]
  }

  var bitsPerScope: Int { 0 }
  var roundCount: Int { 1 }
  private var largestCode: Int { 1 << bitsPerCode - 1 }

  /// The code of 0.
  private var zeroCode: Int {
    Int((Double(largestCode) / 2).rounded(.toNearestOrEven))
  }

  /// A scope of zeros: only the infinities have codes of their own.
  func gathered() -> Gathered {
    let end = Int32(Self.place(.infinity))
    return Gathered(thresholds: (1...largestCode).map { $0 <= zeroCode ? 1 - end : end })
  }

  func gather(_ values: Span<Float>, round: Int, into gathered: inout Gathered) {
    gathered.largest = values.largestMagnitude(atLeast: gathered.largest)
  }

  func join(_ other: Gathered, round: Int, into gathered: inout Gathered) {
    gathered.largest = max(gathered.largest, other.largest)
  }

  func close(round: Int, _ gathered: inout Gathered) {
    let scale = 2 * tanh(Double(gathered.largest))
    guard scale > 0 else { return }
    let top = Self.place(gathered.largest)
    gathered.thresholds = (1...largestCode).map { code in
      // The smallest value in −max…max that has the code; the code never falls as values grow.
      var (below, reached) = (-top - 1, top)
      while reached - below > 1 {
        let middle = below + (reached - below) / 2
        let share = tanh(Double(Self.value(middle))) / scale + 0.5
        if (share * Double(largestCode)).rounded(.toNearestOrEven) >= Double(code) {
          reached = middle
        } else {
          below = middle
        }
      }
      return Int32(reached)
    }
  }

  func stored(_ scope: Gathered) -> UInt64 { 0 }

  func scope(storedAs bits: UInt64) -> Gathered { gathered() }

  func encode(_ values: Span<Float>, under scope: Gathered, into codes: inout MutableSpan<UInt16>) {
    let zero = UInt16(zeroCode)
    let thresholds = scope.thresholds.span
    for index in values.indices {
      let value = values[index]
      let place = Int32(Self.place(value))
      // The number of thresholds that are reached, bit by bit.
      var code = 0
      var step = (largestCode + 1) / 2
      while step > 0 {
        code += place >= thresholds[code + step - 1] ? step : 0
        step /= 2
      }
      codes[index] = value == value ? UInt16(truncatingIfNeeded: code) : zero
    }
  }

  func decode(_ codes: Span<UInt16>, under scope: Gathered, into values: inout MutableSpan<Float>) {
    let largest = Double(largestCode)
    for index in codes.indices { values[index] = Float(2 * Double(codes[index]) / largest - 1) }
  }

  /// A value as an integer, in the order of values; both zeros are 0.
  @inline(__always)
  private static func place(_ value: Float) -> Int {
    let magnitude = Int(value.magnitude.bitPattern)
    return value < 0 ? -magnitude : magnitude
  }

  private static func value(_ place: Int) -> Float {
    let magnitude = Float(bitPattern: UInt32(place.magnitude))
    return place < 0 ? -magnitude : magnitude
  }
}
