/// The smallest and the largest of some values, and whether any of them is not finite in float32.
struct LaneBounds {
  /// The smallest value; +infinity for none.
  private(set) var lower = Double.infinity
  /// The largest value; −infinity for none.
  private(set) var upper = -Double.infinity
  /// Whether a value's float32 rounding is NaN or infinite; the bounds then mean nothing.
  private(set) var hasNonFinite = false

  /// The bounds of no values.
  init() {}

  /// The bounds of some values.
  ///
  /// The two zeros are one place on the line: a bound is never −0.
  @inline(__always)
  init<Element: LaneElement>(of values: UnsafePointer<Element>, count: Int) {
    let source = unsafe UnsafeRawPointer(values)
    let whole = count & ~3
    var lowest = SIMD4<Double>(repeating: .infinity)
    var highest = SIMD4<Double>(repeating: -.infinity)
    // x − x is zero for finite numbers only.
    var trace = SIMD4<Float>.zero
    if Element.self == Float.self {
      var (low, high) = (SIMD4<Float>(repeating: .infinity), SIMD4<Float>(repeating: -.infinity))
      var element = 0
      while element < whole {
        let lanes = unsafe Element.lanes(at: source, element: element).rounded
        low = low.replacing(with: lanes, where: lanes .< low)
        high = high.replacing(with: lanes, where: lanes .> high)
        trace += lanes - lanes
        element &+= 4
      }
      (lowest, highest) = (SIMD4<Double>(low), SIMD4<Double>(high))
    } else {
      var element = 0
      while element < whole {
        let (rounded, exact) = unsafe Element.lanes(at: source, element: element)
        lowest = lowest.replacing(with: exact, where: exact .< lowest)
        highest = highest.replacing(with: exact, where: exact .> highest)
        trace += rounded - rounded
        element &+= 4
      }
    }
    var rest = (trace[0] + trace[1]) + (trace[2] + trace[3])
    lower = Self.lesser(
      Self.lesser(lowest[0], lowest[1]), Self.lesser(lowest[2], lowest[3]))
    upper = Self.greater(
      Self.greater(highest[0], highest[1]), Self.greater(highest[2], highest[3]))
    for element in whole..<count {
      let value = unsafe values[element]
      lower = Self.lesser(lower, Double(value))
      upper = Self.greater(upper, Double(value))
      rest += value.rounded32 - value.rounded32
    }
    hasNonFinite = rest != 0
    // −0 + 0 = 0.
    lower += 0
    upper += 0
  }

  @inline(__always)
  private static func lesser(_ first: Double, _ second: Double) -> Double {
    second < first ? second : first
  }

  @inline(__always)
  private static func greater(_ first: Double, _ second: Double) -> Double {
    second > first ? second : first
  }

  /// Takes the values of other bounds in.
  mutating func add(_ other: LaneBounds) {
    lower = Self.lesser(lower, other.lower)
    upper = Self.greater(upper, other.upper)
  }

  /// The bounds; nil for no values.
  var range: ClosedRange<Double>? {
    lower <= upper ? lower...upper : nil
  }
}
