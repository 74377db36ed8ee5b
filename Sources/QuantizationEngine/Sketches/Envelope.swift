/// The sums that a function of the place can have over the values of a bin whose mean is known.
///
/// The mean of f over some places is a mean of points (place, f(place)), so it lies in their convex
/// hull, above the mean place: between the lower and the upper hull there.
///
///     n · lowerHull(mean) ≤ Σf ≤ n · upperHull(mean)                                      (22)
///
/// For a function that is linear between some places it is enough to know it there; then this is
/// Jensen's inequality on one side and the chord on the other, tight for what is known.
struct Envelope {
  private var lower: [(place: Double, value: Double)] = []
  private var upper: [(place: Double, value: Double)] = []
  private var least = Double.infinity
  private var most = -Double.infinity

  /// Forgets all points, for another bin.
  mutating func clear() {
    lower.removeAll(keepingCapacity: true)
    upper.removeAll(keepingCapacity: true)
    least = .infinity
    most = -.infinity
  }

  /// Takes a point in; places must not descend.
  mutating func add(_ place: Int, _ value: Double) {
    let point = (place: Double(place), value: value)
    least = min(least, value)
    most = max(most, value)
    Self.add(point, to: &lower, sign: 1)
    Self.add(point, to: &upper, sign: -1)
  }

  /// The range of the mean of the function where the mean place is `mean`.
  ///
  /// The mean place itself was rounded, to some 2⁻⁴² of a place; the range has room for what the hull
  /// can change over that.
  func range(at mean: Double) -> ClosedRange<Double> {
    let (first, second) = (Self.height(of: lower, at: mean), Self.height(of: upper, at: mean))
    let room = max(most - least, 0) * 0x1p-40
    return min(first, second) - room...max(first, second) + room
  }

  /// Takes a point into one side of the hull; points that it makes needless go.
  private static func add(
    _ point: (place: Double, value: Double), to hull: inout [(place: Double, value: Double)],
    sign: Double
  ) {
    if let last = hull.last, last.place == point.place {
      guard sign * point.value < sign * last.value else { return }
      hull.removeLast()
    }
    while hull.count >= 2 {
      let (one, two) = (hull[hull.count - 2], hull[hull.count - 1])
      let turn =
        (two.place - one.place) * (point.value - one.value)
        - (point.place - one.place) * (two.value - one.value)
      guard sign * turn <= 0 else { break }
      hull.removeLast()
    }
    hull.append(point)
  }

  private static func height(
    of hull: [(place: Double, value: Double)], at place: Double
  ) -> Double {
    guard let first = hull.first, place > first.place else { return hull.first?.value ?? 0 }
    for (one, two) in zip(hull, hull.dropFirst()) where place <= two.place {
      let share = (place - one.place) / (two.place - one.place)
      return one.value + (two.value - one.value) * share
    }
    return hull[hull.count - 1].value
  }
}
