/// The 256 numbers of bitsandbytes' dynamic 8-bit type, within −0.993…1.
///
///     ±10^(i − 6) · (p[k] + p[k + 1]) / 2,   i = 0…6, k = 0…2^i − 1,   and 0 and 1
///     p[k] = 0.1 + 0.9·k / 2^i
///
/// The numbers are sorted, and a code is a place in them. Each decade has twice as many as the one below,
/// so that small values are kept by their exponent and large ones by their digits.
///
/// A value is taken for the nearest of 65 536 points from −1 to 1, and has the code of the number that is
/// nearest to that point:
///
///     point = trunc((y + 1) · 65535/2 + ½),   at −1 + 2·point / 65535
///
/// So the finest numbers are never used, and 0 is the code of 2.125·10⁻⁵: no point is nearer.
///
/// Edge cases: NaN has code 0.
///
/// Source: bitsandbytes 0.50.2 `create_dynamic_map`, and the table of its CPU
/// library, by what it answers; Dettmers, 8-Bit Approximations for
/// Parallelism in Deep Learning, 2016.
enum DynamicMap {
  /// The number of each code.
  static let numbers: InlineArray<256, Float> = {
    var numbers: [Float] = [0, 1]
    var power: Float = 1
    for decade in (0..<7).reversed() {
      let count = 1 << decade
      let points = points(count)
      for index in 0..<count {
        let number = (points[index] + points[index + 1]) / 2 * power
        numbers += [number, -number]
      }
      // Each power of ten is the nearest to its decimal; the tool multiplies by those.
      power = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7][6 - decade]
    }
    numbers.sort()
    return InlineArray { numbers[$0] }
  }()

  /// PyTorch's points from 0.1 to 1, the upper half counted from the end, each with one rounding.
  private static func points(_ count: Int) -> [Float] {
    let step = (Float(1) - 0.1) / Float(count)
    let half = (count + 1) / 2
    return (0...count).map { index in
      index < half
        ? Float(0.1).addingProduct(step, Float(index))
        : Float(1).addingProduct(-step, Float(count - index))
    }
  }

  /// The code of each of 65 536 points from −1 to 1.
  private static let codes: [UInt8] = (0..<1 << 16).map { point in
    nearestCode(to: -1 + 2 * Float(point) / 65535)
  }

  /// The code that the tool gives a value within ±1.
  @inline(__always)
  static func code(of value: Float) -> UInt8 {
    value.isNaN ? 0 : codes[Int((value + 1) * 32767.5 + 0.5)]
  }

  /// The code of the number nearest to a value; of two, the lower.
  private static func nearestCode(to value: Float) -> UInt8 {
    var (low, high) = (0, 255)
    while high - low > 1 {
      let middle = (low + high) / 2
      if numbers[middle] >= value { high = middle } else { low = middle }
    }
    return UInt8(numbers[high] - value < value - numbers[low] ? high : low)
  }
}
