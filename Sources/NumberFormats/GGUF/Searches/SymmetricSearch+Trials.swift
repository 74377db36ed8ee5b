extension GGUF.SymmetricSearch {
  /// The sums of nineteen trials, value after value; the last of twenty lanes is not looked at.
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
        -(half + 0.1 * Four(7, 8, 9, 10)) / peak
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
      let (product, square) = (products.0[0], squares.0[0])
      var found = Found(
        scale: square != 0 ? product / square : 0, inverse: inverses.0[0], half: half, isZero: false
      )
      var best = found.scale * product
      Self.take(1..<4, products.0, squares.0, inverses.0, &found, &best)
      Self.take(0..<4, products.1, squares.1, inverses.1, &found, &best)
      Self.take(0..<4, products.2, squares.2, inverses.2, &found, &best)
      Self.take(0..<4, products.3, squares.3, inverses.3, &found, &best)
      Self.take(0..<3, products.4, squares.4, inverses.4, &found, &best)
      return found
    }

    /// Takes what is better than the best so far, trial after trial.
    @inline(__always)
    private static func take(
      _ lanes: Range<Int>, _ products: Four, _ squares: Four, _ inverses: Four,
      _ found: inout Found, _ best: inout Float
    ) {
      // The best only rises: where no trial is above it, none will be.
      guard any(products * products .> best * squares) else { return }
      for lane in lanes {
        let (product, square) = (products[lane], squares[lane])
        guard square > 0 && product * product > best * square else { continue }
        found.scale = product / square
        found.inverse = inverses[lane]
        best = found.scale * product
      }
    }
  }
}
