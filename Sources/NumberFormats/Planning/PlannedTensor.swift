/// A tensor for which a plan is to choose a format: what each would take and cost.
public struct PlannedTensor: Hashable, Sendable {
  /// A format that may be chosen.
  public struct Candidate: Hashable, Sendable {
    /// How many bits the tensor takes in it.
    public let bits: Int
    /// What it costs: finite, not below 0, and the larger the worse.
    public let error: Double

    /// A candidate.
    ///
    /// - Precondition: bits and error are finite and not below 0.
    public init(bits: Int, error: Double) {
      precondition(bits >= 0 && error >= 0 && error.isFinite, "a candidate has a size and a cost")
      self.bits = bits
      self.error = error
    }
  }

  /// The candidates, in the caller's order.
  public let candidates: [Candidate]

  /// A tensor with candidates.
  ///
  /// - Precondition: there is at least one.
  public init(_ candidates: [Candidate]) {
    precondition(!candidates.isEmpty, "there is something to choose")
    self.candidates = candidates
  }

  /// The positions of the candidates that some price of a bit makes the best: the lower convex hull of
  /// error over bits, the fewest bits first.
  var hull: [Int] {
    let order = candidates.indices.sorted {
      let (one, other) = (candidates[$0], candidates[$1])
      return (one.bits, one.error, $0) < (other.bits, other.error, $1)
    }
    var hull: [Int] = []
    for position in order {
      let candidate = candidates[position]
      // Who takes more bits must have less error.
      if let last = hull.last, candidates[last].error <= candidate.error { continue }
      while hull.count >= 2,
        slope(hull[hull.count - 2], hull[hull.count - 1]) <= slope(hull[hull.count - 1], position)
      {
        hull.removeLast()
      }
      hull.append(position)
    }
    return hull
  }

  /// How much error a bit takes away between two candidates, the first of which has fewer bits.
  func slope(_ first: Int, _ second: Int) -> Double {
    let (one, other) = (candidates[first], candidates[second])
    return (one.error - other.error) / Double(other.bits - one.bits)
  }
}
