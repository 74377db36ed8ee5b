/// One bin of a sketch: what its moments say about the places of its values.
///
/// A place is the lower part of a key, `low` of equation (21), from 0 to 1023.
struct SketchBin {
  /// The value at place 0.
  let origin: Double
  /// The distance of the values of neighbouring places.
  let unit: Double
  /// How many values there are.
  let count: Int
  /// Σlow.
  let sum: Int
  /// Σlow².
  let squares: UInt64
  /// The mean place.
  let mean: Double
  /// Σ(low − mean)².
  let spread: Double
  /// The places that a value can have: none of n numbers is farther from their mean than
  /// √((n − 1) · Σ(low − mean)² / n).
  ///
  /// Source: P. A. Samuelson, "How deviant can you be?" (1968).
  let places: ClosedRange<Int>

  /// The bin at an index, within the places that the bounds of the tensor leave.
  init(_ bins: SketchBins, at index: Int, within limits: ClosedRange<Int>) {
    let first = Float(key: bins.places[index] << UInt32(SketchBins.lowBits))
    origin = Double(first)
    // Key 0 of a bin of negative numbers has the largest magnitude of it, so the same exponent.
    unit = Double(first.ulp)
    let n = bins.counts[index]
    count = Int(n)
    sum = Int(bins.sums[index])
    squares = bins.squares[index]
    mean = Double(bins.sums[index]) / Double(n)
    let deviation =
      UInt128(n) * UInt128(squares) - UInt128(bins.sums[index]) * UInt128(bins.sums[index])
    spread =
      (Double(UInt64(truncatingIfNeeded: deviation >> 64)) * 0x1p64
        + Double(UInt64(truncatingIfNeeded: deviation))) / Double(n)
    // Far more than the rounding of a place, far less than the distance of two.
    let slack = 1e-6
    let reach = (spread * Double(n - 1) / Double(n)).squareRoot() + slack
    let lower = max(Int((mean - reach).rounded(.up)), limits.lowerBound)
    let upper = min(Int((mean + reach).rounded(.down)), limits.upperBound)
    // There are values on both sides of the mean.
    places = min(lower, Int(mean.rounded(.down)))...max(upper, Int(mean.rounded(.up)))
  }

  /// The value at a place.
  func value(_ place: Double) -> Double { origin + unit * place }

  /// The value at a place.
  func value(_ place: Int) -> Double { origin + unit * Double(place) }

  /// How far the value at a place is from a level, without losing digits to the size of either.
  func distance(_ place: Double, from level: Double) -> Double {
    (origin - level) + unit * place
  }

  /// How many values can be below a place, by Σlow alone.
  ///
  /// With k values from the first place to below the cut, and the others from the cut to the last,
  /// Σlow lies between k · first + (n − k) · cut and k · (cut − 1) + (n − k) · last.
  func countBounds(below cut: Int) -> ClosedRange<Int> {
    guard cut > places.lowerBound else { return 0...0 }
    guard cut <= places.upperBound else { return count...count }
    let missing = count * cut - sum
    let above = cut - places.lowerBound
    let fewest = missing <= 0 ? 0 : (missing + above - 1) / above
    let most = (count * places.upperBound - sum) / (places.upperBound - cut + 1)
    let upper = min(max(most, 0), count)
    return min(fewest, upper)...upper
  }

  /// The distance of neighbouring values if all were equally far apart: such values have the bin's
  /// count, mean and spread, and are taken for the best estimate of those it has.
  private var stride: Double {
    let n = Double(count)
    return count > 1 ? (12 * spread / (n * (n * n - 1))).squareRoot() : 0
  }

  /// The estimated place of the value of a rank within the bin.
  func place(atRank rank: Int) -> Double {
    let place = mean + stride * (Double(rank) - Double(count - 1) / 2)
    return min(max(place, Double(places.lowerBound)), Double(places.upperBound))
  }

  /// The places that the value of a rank within the bin can have.
  func placeBounds(atRank rank: Int) -> ClosedRange<Double> {
    let below = Double(rank)
    let above = Double(count - 1 - rank)
    let (first, last) = (Double(places.lowerBound), Double(places.upperBound))
    let lowest = max((Double(sum) - above * last) / (below + 1) - 1e-6, first)
    let highest = min((Double(sum) - below * first) / (above + 1) + 1e-6, last)
    return min(lowest, highest)...max(lowest, highest)
  }

  /// The estimated number of values below a place.
  func count(below cut: Int) -> Int {
    let bounds = countBounds(below: cut)
    let stride = stride
    let estimate: Int
    if stride > 0 {
      let rank = ((Double(cut) - mean) / stride + Double(count - 1) / 2).rounded(.up)
      estimate = Int(min(max(rank, 0), Double(count)))
    } else {
      estimate = mean < Double(cut) ? count : 0
    }
    return min(max(estimate, bounds.lowerBound), bounds.upperBound)
  }

  /// The estimated moments of the smallest values.
  func moments(below rank: Int) -> Moments {
    let (k, n) = (Double(rank), Double(count))
    let stride = stride
    // Σ and Σ² of the ranks below k, counted from the middle.
    let middle = k * (k - n) / 2
    let squared =
      k * (k - 1) * (2 * k - 1) / 6 - (n - 1) * k * (k - 1) / 2 + k * (n - 1) * (n - 1) / 4
    let low = k * mean + stride * middle
    let lowSquares = k * mean * mean + 2 * mean * stride * middle + stride * stride * squared
    // About the origin, so that only the places are estimated and no digit of the values is lost.
    return Moments(
      count: rank,
      sum: DoubleDouble(origin, times: k) + DoubleDouble(unit, times: low),
      squares: DoubleDouble(origin * origin, times: k)
        + DoubleDouble(2 * origin * unit, times: low)
        + DoubleDouble(unit * unit, times: lowSquares))
  }

  /// The exact moments of all values.
  var moments: Moments {
    // In units of the bin everything is an integer: places of up to 24 bits.
    let first = Int128(origin / unit)
    let (n, low) = (Int128(count), Int128(sum))
    let square = Int128(squares)
    return Moments(
      count: count, sum: DoubleDouble(n * first + low, times: unit),
      squares: DoubleDouble(n * first * first + 2 * first * low + square, times: unit * unit))
  }
}

extension DoubleDouble {
  /// An integer of at most 106 bits times a power of two, exactly.
  ///
  /// In parts that a float64 holds; the library's conversion of 128 bits is a hundred times slower.
  fileprivate init(_ integer: Int128, times power: Double) {
    let high = Double(Int64(truncatingIfNeeded: integer >> 64)) * 0x1p64
    let low = UInt64(truncatingIfNeeded: integer)
    var sum = DoubleDouble(high)
    sum += Double(low >> 32) * 0x1p32
    sum += Double(low & 0xFFFF_FFFF)
    self.init(high: sum.high * power, low: sum.low * power)
  }
}
