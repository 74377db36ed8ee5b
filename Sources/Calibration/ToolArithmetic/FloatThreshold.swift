/// The search for the exact float32 at which a tool's own arithmetic goes on to the next bin.
enum FloatThreshold {
  /// The smallest number from `lower` through `upper` for which a condition holds.
  ///
  /// The finite float32 numbers are halved along their line of integers, so that neighbours are told
  /// apart and no formula has to be inverted. The two zeros are one place.
  ///
  /// - Parameters:
  ///   - lower: finite.
  ///   - upper: finite, not below `lower`.
  ///   - guess: a number near the answer; only speed depends on it.
  ///   - holds: the condition; once it holds it must not cease to hold further up.
  /// - Returns: nil if it holds for none of them.
  /// - Complexity: O(log d) calls of `holds`, d the distance of the guess in ulps.
  static func smallest(
    from lower: Float, through upper: Float, near guess: Float? = nil,
    where holds: (Float) -> Bool
  ) -> Float? {
    guard lower <= upper, holds(upper) else { return nil }
    // It holds at `high` and, if `low` is not the first place, not just below `low`.
    var low = place(of: lower)
    var high = place(of: upper)
    if let guess, guess > lower, guess < upper {
      var stride = 4
      var probe = place(of: guess)
      if holds(value(at: probe)) {
        high = probe
        while high > low {
          probe = max(high - stride, low)
          guard holds(value(at: probe)) else {
            low = probe + 1
            break
          }
          high = probe
          stride *= 4
        }
      } else {
        low = probe + 1
        while low < high {
          probe = min(low + stride, high)
          guard !holds(value(at: probe)) else {
            high = probe
            break
          }
          low = probe + 1
          stride *= 4
        }
      }
    }
    while low < high {
      let middle = low + (high - low) / 2
      if holds(value(at: middle)) { high = middle } else { low = middle + 1 }
    }
    return value(at: low)
  }

  private static func place(of value: Float) -> Int {
    let magnitude = Int(value.magnitude.bitPattern)
    return value < 0 ? -magnitude : magnitude
  }

  private static func value(at place: Int) -> Float {
    let magnitude = Float(bitPattern: UInt32(place.magnitude))
    return place < 0 ? -magnitude : magnitude
  }
}
