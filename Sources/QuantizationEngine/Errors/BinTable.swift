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

  /// Calls `body` with each bin that holds some of the values, ascending, and
  /// how many.
  ///
  /// - Precondition: the values do not descend and lie within the bins.
  @inline(__always)
  func forEachBin<Element: LineElement>(
    of values: UnsafeBufferPointer<Element>, _ body: (_ bin: Int, _ count: Int) -> Void
  ) {
    let (lower, last) = (bins.lower, bins.count - 1)
    let binsPerUnit = bins.binsPerUnit
    unsafe edges.withUnsafeBufferPointer { edges in
      var (bin, count) = (0, 0)
      var upper = unsafe edges[1]
      for place in 0..<values.count {
        let value = unsafe Double(values[place])
        // The bin of the value before has most of those that come next to it.
        if value >= upper || count == 0, bin < last || count == 0 {
          let guess = (value - lower) * binsPerUnit
          var next = guess < Double(last + 1) ? Int(guess) : last
          while next > 0, unsafe value < edges[next] { next -= 1 }
          while next < last, unsafe value >= edges[next + 1] { next += 1 }
          if next != bin {
            if count > 0 { body(bin, count) }
            (bin, count) = (next, 0)
          }
          upper = unsafe edges[next + 1]
        }
        count += 1
      }
      if count > 0 { body(bin, count) }
    }
  }
}
