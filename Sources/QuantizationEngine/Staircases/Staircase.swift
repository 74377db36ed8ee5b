/// A monotone quantizer as data: ascending levels and the thresholds between them.
///
/// Whatever the scheme (affine, power-of-two, float8, a code book), fake quantization maps the line
/// of float32 numbers to finitely many *levels*, and steps from one to the next at a *threshold*:
///
///     level(x) = levels[ #{ i : thresholds[i] ≤ x } ]                                 (8)
///
/// Because a threshold is the smallest float32 that goes to the next level, the staircase reproduces
/// the arithmetic it was made from exactly, ties included.
///
/// Invariants: there is at least one level; levels and thresholds do not descend; there is one
/// threshold fewer than there are levels. A threshold of +infinity is never reached. The two zeros
/// are one place on the line.
public struct Staircase: Hashable, Sendable {
  /// The values that can come out, ascending.
  public let levels: [Float]
  /// `thresholds[i]` is the smallest float32 that goes to level i + 1 or above.
  public let thresholds: [Float]
  /// The scale, where the levels are multiples of one; nil for any other list of levels.
  public internal(set) var scale: Float?

  /// The staircase of a monotone function given by trial.
  ///
  /// Each threshold is found from a guess by doubling steps along the line of float32 numbers and
  /// then halving them, until the function's own answer flips between two neighbours.
  ///
  /// - Parameters:
  ///   - levels: the values that can come out, ascending; at least one.
  ///   - guess: a float32 near threshold i; only speed depends on it.
  ///   - index: the index of the level of any finite float32; it must not descend.
  /// - Precondition: `levels` is not empty and does not descend.
  /// - Complexity: O(levels · log d) calls of `index`, d the distance of a guess in ulps.
  public init(levels: [Float], guess: (Int) -> Float, index: (Float) -> Int) {
    precondition(!levels.isEmpty, "a staircase has at least one level")
    precondition(
      zip(levels, levels.dropFirst()).allSatisfy { $0 <= $1 }, "levels must not descend")
    var thresholds: [Float] = []
    thresholds.reserveCapacity(levels.count - 1)
    for step in 0..<levels.count - 1 {
      let place = OrderedFloat.firstPlace(near: OrderedFloat.place(of: guess(step))) {
        index(OrderedFloat.value(at: $0)) > step
      }
      thresholds.append(place.map(OrderedFloat.value(at:)) ?? .infinity)
    }
    self.levels = levels
    self.thresholds = thresholds
  }

  /// The staircase that sends each value to the nearest level.
  ///
  /// - Parameters:
  ///   - levels: the values that can come out, strictly ascending and finite; at least one.
  ///   - ties: the level that takes a value exactly halfway to the one above it.
  /// - Precondition: as for `levels`.
  public init(nearest levels: [Float], ties: (_ lowerLevel: Int) -> TieDirection = { _ in .up }) {
    precondition(
      zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 } && levels.allSatisfy(\.isFinite),
      "levels must ascend and be finite")
    let directions = (0..<max(levels.count - 1, 0)).map(ties)
    // Double holds the sum of two float32 numbers of these ranges, halved, to well below an ulp of
    // either unless they differ by more than 2^29; then the smaller one cannot decide a tie.
    let middles = zip(levels, levels.dropFirst()).map { (Double($0) + Double($1)) / 2 }
    self.init(
      levels: levels,
      guess: { Float(middles[$0]) },
      index: { value in
        var lower = 0
        var upper = middles.count
        while lower < upper {
          let step = (lower + upper) / 2
          let goesUp =
            directions[step] == .up ? Double(value) >= middles[step] : Double(value) > middles[step]
          if goesUp { lower = step + 1 } else { upper = step }
        }
        return lower
      })
  }

  /// Which of two equally near levels takes a value.
  public enum TieDirection: Hashable, Sendable {
    /// The lower level.
    case down
    /// The upper level.
    case up
  }

  /// The index of the level of a value, by equation (8).
  ///
  /// Edge cases: −infinity has the first level, +infinity the last whose threshold is finite or the
  /// one behind an infinite threshold; NaN has the first.
  /// - Complexity: O(log levels).
  public func index(of value: Float) -> Int {
    index(of: Double(value))
  }

  /// The index of the level of a real number that need not be a float32, such as the centre of a bin.
  public func index(of value: Double) -> Int {
    var lower = 0
    var upper = thresholds.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if Double(thresholds[middle]) <= value { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }

  /// The level that a value is replaced by.
  public func level(of value: Float) -> Float {
    levels[index(of: value)]
  }

  /// The range from the lowest level to the highest: equation (6).
  public var representableRange: ClippingRange {
    ClippingRange(lower: Double(levels[0]), upper: Double(levels[levels.count - 1]))
  }
}
