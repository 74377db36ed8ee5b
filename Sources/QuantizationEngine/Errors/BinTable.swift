/// Where bins begin, and their centres, written down once: many values look for their bins, and each would
/// compute the edges beside it anew.
struct BinTable: Sendable {
  /// The bins.
  let bins: Bins
  /// The edges from 0 to the number of bins.
  private let edges: [Double]
  /// The highest float32 that is not above the centre of each bin: what goes to the level of the
  /// centre, since levels change at float32 numbers only.
  let centers: [Float]

  /// The table of some bins.
  ///
  /// - Complexity: O(bins).
  init(_ bins: Bins) {
    self.bins = bins
    edges = (0...bins.count).map(bins.edge)
    centers = (0..<bins.count).map { bins.levelCenter($0) }
  }

  /// Calls `body` with the rank of each value, ascending, and its bin.
  ///
  /// - Precondition: the values do not descend and lie within the bins.
  @inline(__always)
  func forEachValue<Element: LineElement>(
    of values: UnsafeBufferPointer<Element>, _ body: (_ rank: Int, _ bin: Int) -> Void
  ) {
    let (lower, last) = (bins.lower, bins.count - 1)
    let binsPerUnit = bins.binsPerUnit
    unsafe edges.withUnsafeBufferPointer { edges in
      for rank in 0..<values.count {
        let value = unsafe Double(values[rank])
        let guess = (value - lower) * binsPerUnit
        var bin = guess < Double(last + 1) ? Int(guess) : last
        while bin > 0, unsafe value < edges[bin] { bin &-= 1 }
        while bin < last, unsafe value >= edges[bin &+ 1] { bin &+= 1 }
        body(rank, bin)
      }
    }
  }
}
