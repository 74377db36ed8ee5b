/// The sorted numbers of one block, with running moments: a view of some places of a storage.
///
/// *Invariants:* the numbers do not descend and hold no NaN and no infinity.
struct SortedLine<Element: LineElement>: Sendable {
  private let storage: LineStorage<Element>
  private let start: Int
  /// How many numbers there are.
  let count: Int

  /// The line of the numbers at some places of a storage.
  init(_ storage: LineStorage<Element>, at places: Range<Int>) {
    self.storage = storage
    start = places.lowerBound
    count = places.count
  }

  /// The line of some numbers, all in one block.
  init(sorting numbers: consuming [Element]) {
    let order = BlockOrder(elementCount: numbers.count)
    let sorted = SortedBlocks(numbers, order: order)
    self.init(sorted.storage, at: sorted.places[0])
  }

  /// How many elements of the block are not among the numbers, and why.
  var excluded: NonFiniteCounts { storage.excluded[start] ?? NonFiniteCounts() }

  private static var runLength: Int { LineStorage<Element>.runLength }
  /// The place of this line's first entries among those of all blocks.
  private var firstRun: Int { start / Self.runLength }

  /// The number of which `rank` are not larger.
  subscript(rank: Int) -> Element {
    precondition(rank >= 0 && rank < count, "no number has this rank")
    return storage.numbers[start + rank]
  }

  /// Calls `body` with each number, ascending.
  @inline(__always)
  func forEach(_ body: (Element) -> Void) {
    for place in start..<start + count { body(storage.numbers[place]) }
  }

  /// Hands the numbers out as they lie in memory, ascending.
  @inline(__always)
  func withNumbers(_ body: (UnsafeBufferPointer<Element>) -> Void) {
    unsafe storage.numbers.withUnsafeBufferPointer { all in
      unsafe body(UnsafeBufferPointer(rebasing: all[start..<start + count]))
    }
  }

  /// The moments of the `rank` smallest numbers, for ranks that do not descend.
  func moments(below ranks: [Int]) -> [Moments] {
    unsafe storage.numbers.withUnsafeBufferPointer { numbers in
      unsafe storage.sums.withUnsafeBufferPointer { entries in
        var previous = Moments.zero
        return ranks.map { rank in
          guard rank != previous.count else { return previous }
          precondition(rank > 0 && rank <= count, "ranks go from zero to the number of values")
          // From the nearer end of the run that the rank cuts, or from the rank before.
          let run = rank / Self.runLength
          let below = run * Self.runLength
          let above = below + Self.runLength
          let sums: RunningSums
          if previous.count >= below, previous.count < rank,
            rank - previous.count <= above - rank || above > count
          {
            let known = RunningSums(sum: previous.sum, squares: previous.squares)
            sums = unsafe known + part(of: numbers, previous.count..<rank)
          } else if rank - below <= above - rank || above > count {
            let known = run == 0 ? .zero : unsafe entries[firstRun + run - 1]
            sums = unsafe known + part(of: numbers, below..<rank)
          } else {
            sums = unsafe entries[firstRun + run] - part(of: numbers, rank..<above)
          }
          previous = Moments(count: rank, sum: sums.sum, squares: sums.squares)
          return previous
        }
      }
    }
  }

  /// The moments of the numbers of some ranks, run by run.
  func moments(of ranks: Range<Int>) -> Moments {
    precondition(ranks.lowerBound >= 0 && ranks.upperBound <= count, "no number has this rank")
    let sums = unsafe storage.numbers.withUnsafeBufferPointer { numbers in
      stride(from: ranks.lowerBound, to: ranks.upperBound, by: Self.runLength)
        .reduce(RunningSums.zero) { sums, first in
          unsafe sums + part(of: numbers, first..<min(first + Self.runLength, ranks.upperBound))
        }
    }
    return Moments(count: ranks.count, sum: sums.sum, squares: sums.squares)
  }

  @inline(__always)
  private func part(
    of numbers: UnsafeBufferPointer<Element>, _ ranks: Range<Int>
  ) -> RunningSums {
    guard let base = numbers.baseAddress, !ranks.isEmpty else { return .zero }
    return unsafe RunningSums(of: base + start + ranks.lowerBound, count: ranks.count)
  }

  /// For each bound, how many numbers satisfy `isBelow`, bounds being in ascending order.
  @inline(__always)
  func ranks<Bound>(below bounds: [Bound], _ isBelow: (Element, Bound) -> Bool) -> [Int] {
    unsafe storage.numbers.withUnsafeBufferPointer { all in
      unsafe storage.firsts.withUnsafeBufferPointer { entries in
        guard count > 0 else { return [Int](repeating: 0, count: bounds.count) }
        let numbers = unsafe UnsafeBufferPointer(rebasing: all[start..<start + count])
        // The number in front of each run but the first.
        let runs = (count - 1) / Self.runLength
        let firsts = unsafe UnsafeBufferPointer(
          rebasing: runs == 0 ? entries[..<0] : entries[firstRun..<firstRun + runs])
        var run = 0
        var rank = 0
        return bounds.map { bound in
          guard rank < count, unsafe isBelow(numbers[rank], bound) else { return rank }
          // Steps that double from the run of the answer before, then a search of the last step.
          var upper = runs
          var stride = 1
          while run + stride <= upper, unsafe isBelow(firsts[run + stride - 1], bound) {
            run += stride
            stride *= 2
          }
          upper = min(upper, run + stride - 1)
          while run < upper {
            let middle = run + (upper - run) / 2
            if unsafe isBelow(firsts[middle], bound) { run = middle + 1 } else { upper = middle }
          }
          rank = unsafe Self.rank(
            within: numbers, from: run * Self.runLength, below: bound, isBelow)
          return rank
        }
      }
    }
  }

  /// The rank of a bound within the run that starts at `first`.
  @inline(__always)
  private static func rank<Bound>(
    within numbers: UnsafeBufferPointer<Element>, from first: Int, below bound: Bound,
    _ isBelow: (Element, Bound) -> Bool
  ) -> Int {
    var lower = first
    var length = min(runLength, numbers.count - first)
    // Halving without a branch on the outcome, which nothing could predict.
    while length > 1 {
      let half = length / 2
      lower += unsafe isBelow(numbers[lower + half - 1], bound) ? half : 0
      length -= half
    }
    return unsafe isBelow(numbers[lower], bound) ? lower + 1 : lower
  }
}
