/// The finite float32 numbers as places on a line of integers, in numerical order.
///
/// Neighbouring numbers have neighbouring places, so stepping by ulps is adding one. The two zeros
/// share place 0.
enum OrderedFloat {
  /// The place of the largest finite float32; the smallest has its negative.
  static let lastPlace = Int(Float.greatestFiniteMagnitude.bitPattern)

  /// The place of a number; infinities and NaN have the place of the nearest end, or 0.
  static func place(of value: Float) -> Int {
    guard !value.isNaN else { return 0 }
    let magnitude = min(Int(value.magnitude.bitPattern), lastPlace)
    return value < 0 ? -magnitude : magnitude
  }

  /// The number at a place from `-lastPlace` to `lastPlace`.
  static func value(at place: Int) -> Float {
    let magnitude = Float(bitPattern: UInt32(place.magnitude))
    return place < 0 ? -magnitude : magnitude
  }

  /// The first place for which `isBeyond` holds, when it holds from some place on.
  ///
  /// - Parameters:
  ///   - guess: a place to start from; only speed depends on it.
  ///   - isBeyond: the condition; it must not cease to hold further on.
  /// - Returns: nil if it holds for no finite number.
  /// - Complexity: O(log d) calls, d the distance from the guess.
  static func firstPlace(near guess: Int, where isBeyond: (Int) -> Bool) -> Int? {
    // lower never holds, upper always does; each may be one beyond the finite numbers.
    var lower = -lastPlace - 1
    var upper = lastPlace + 1
    var stride = 1
    var probe = guess
    if isBeyond(probe) {
      upper = probe
      while upper > lower + 1 {
        probe = max(upper - stride, lower + 1)
        guard isBeyond(probe) else {
          lower = probe
          break
        }
        upper = probe
        stride *= 2
      }
    } else {
      lower = probe
      while upper > lower + 1 {
        probe = min(lower + stride, upper - 1)
        guard !isBeyond(probe) else {
          upper = probe
          break
        }
        lower = probe
        stride *= 2
      }
    }
    while upper > lower + 1 {
      let middle = lower + (upper - lower) / 2
      if isBeyond(middle) { upper = middle } else { lower = middle }
    }
    return upper > lastPlace ? nil : upper
  }
}
