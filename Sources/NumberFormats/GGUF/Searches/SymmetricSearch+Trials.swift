extension GGUF.SymmetricSearch {
  /// The sums of nineteen trials, value after value; the last of twenty lanes repeats the one before.
  struct Trials {
    private typealias Four = SIMD4<Float>

    /// What values are multiplied with before they are rounded.
    private let inverses: (Four, Four, Four, Four, Four)
    /// Σ w·x·q.
    private var products = (Four.zero, Four.zero, Four.zero, Four.zero, Four.zero)
    /// Σ w·q².
    private var squares = (Four.zero, Four.zero, Four.zero, Four.zero, Four.zero)

    /// The trials of a group whose value of largest magnitude is `peak`, in their order.
    @inline(__always)
    init(half: Float, peak: Float) {
      inverses = (
        -(half + 0.1 * Four(0, -9, -8, -7)) / peak, -(half + 0.1 * Four(-6, -5, -4, -3)) / peak,
        -(half + 0.1 * Four(-2, -1, 1, 2)) / peak, -(half + 0.1 * Four(3, 4, 5, 6)) / peak,
        -(half + 0.1 * Four(7, 8, 9, 9)) / peak
      )
    }

    /// Takes a value in that has no code at an end in any trial.
    @inline(__always)
    mutating func take(_ value: Float, _ weight: Float) {
      take(weight, weight * value) { GGUF.Rounding.nearestOfBounded($0 * value) }
    }

    /// Takes any value in.
    @inline(__always)
    mutating func take(
      _ value: Float, _ weight: Float, from lower: Float, through upper: Float
    ) {
      take(weight, weight * value) {
        GGUF.Rounding.nearest($0 * value, from: lower, through: upper)
      }
    }

    @inline(__always)
    private mutating func take(_ weight: Float, _ weighted: Float, _ codes: (Four) -> Four) {
      Self.add(weight, weighted, codes(inverses.0), &products.0, &squares.0)
      Self.add(weight, weighted, codes(inverses.1), &products.1, &squares.1)
      Self.add(weight, weighted, codes(inverses.2), &products.2, &squares.2)
      Self.add(weight, weighted, codes(inverses.3), &products.3, &squares.3)
      Self.add(weight, weighted, codes(inverses.4), &products.4, &squares.4)
    }

    @inline(__always)
    private static func add(
      _ weight: Float, _ weighted: Float, _ codes: Four, _ product: inout Four,
      _ square: inout Four
    ) {
      product += weighted * codes
      square += (weight * codes) * codes
    }

    /// The first trial, or the last one that was better than all before.
    @inline(__always)
    func best(half: Float) -> Found {
      let inverses = Self.lanes(inverses)
      let products = Self.lanes(products)
      let squares = Self.lanes(squares)
      var found = Found(scale: 0, inverse: inverses[0], half: half, isZero: false)
      found.scale = squares[0] != 0 ? products[0] / squares[0] : 0
      var best = found.scale * products[0]
      for trial in 1..<19 {
        let (product, square) = (products[trial], squares[trial])
        guard square > 0 && product * product > best * square else { continue }
        found.scale = product / square
        found.inverse = inverses[trial]
        best = found.scale * product
      }
      return found
    }

    @inline(__always)
    private static func lanes(_ vectors: (Four, Four, Four, Four, Four)) -> InlineArray<20, Float> {
      var lanes = InlineArray<20, Float>(repeating: 0)
      for lane in 0..<4 {
        lanes[lane] = vectors.0[lane]
        lanes[4 &+ lane] = vectors.1[lane]
        lanes[8 &+ lane] = vectors.2[lane]
        lanes[12 &+ lane] = vectors.3[lane]
        lanes[16 &+ lane] = vectors.4[lane]
      }
      return lanes
    }
  }
}
