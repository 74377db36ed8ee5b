/// Sorted numbers with running moments, one entry for each run of ``runLength`` numbers.
///
/// *Invariants:* `numbers` does not descend and holds no NaN and no infinity; `runs[i]` holds the
/// moments of the first `i · runLength` numbers.
struct SortedLine<Element: LineElement>: Sendable {
  /// The numbers, ascending.
  let numbers: [Element]
  /// Σx and Σx² before each run, and the sums of everything at the end.
  private let runs: [RunningSums]

  /// How many numbers share an entry of running sums: an eighth as many bytes as the numbers take,
  /// and at most this many additions for an answer.
  static var runLength: Int { 64 }

  private struct RunningSums: Sendable {
    var sum: DoubleDouble
    var squares: DoubleDouble
  }

  /// The line of some finite numbers, which it sorts.
  ///
  /// - Complexity: O(n) time (radix sort), on all processors; n further numbers while it sorts.
  init(sorting numbers: consuming [Element]) {
    var sorted = numbers
    RadixSort.sort(&sorted)
    self.init(sorted: sorted)
  }

  /// The line of numbers that ascend already.
  private init(sorted: [Element]) {
    let runLength = Self.runLength
    let wholeRuns = sorted.count / runLength
    // Parts start at a run, so that each processor sums whole runs of its own.
    let parts = Parallel.parts(of: sorted.count).map { part in
      part.lowerBound / runLength..<min(part.upperBound / runLength, wholeRuns)
    }
    let partial = Parallel.map(parts) { part in
      var sums = RunningSums(sum: .zero, squares: .zero)
      var entries: [RunningSums] = []
      entries.reserveCapacity(part.count)
      unsafe sorted.withUnsafeBufferPointer { numbers in
        for run in part {
          for index in run * runLength..<(run + 1) * runLength {
            let value = unsafe Double(numbers[index])
            sums.sum += value
            sums.squares += Self.square(value)
          }
          entries.append(sums)
        }
      }
      return entries
    }
    var runs = [RunningSums(sum: .zero, squares: .zero)]
    runs.reserveCapacity(wholeRuns + 1)
    for entries in partial {
      let base = runs[runs.count - 1]
      for entry in entries {
        runs.append(
          RunningSums(sum: base.sum + entry.sum, squares: base.squares + entry.squares))
      }
    }
    self.numbers = sorted
    self.runs = runs
  }

  /// The square of a number of this line: a float32 squared is exact in float64.
  @inline(__always)
  private static func square(_ value: Double) -> DoubleDouble {
    Element.self == Float.self ? DoubleDouble(value * value) : DoubleDouble(value, times: value)
  }

  /// The moments of the `rank` smallest numbers, for ranks that do not descend.
  func moments(below ranks: [Int]) -> [Moments] {
    unsafe numbers.withUnsafeBufferPointer { numbers in
      var previous = Moments.zero
      return ranks.map { rank in
        let run = rank / Self.runLength
        // From the start of the run, or from the rank before where that is nearer.
        if previous.count < run * Self.runLength || previous.count > rank {
          previous = Moments(
            count: run * Self.runLength, sum: runs[run].sum, squares: runs[run].squares)
        }
        for index in previous.count..<rank {
          let value = unsafe Double(numbers[index])
          previous.sum += value
          previous.squares += Self.square(value)
        }
        previous.count = rank
        return previous
      }
    }
  }

  /// For each bound, how many numbers satisfy `isBelow`, bounds being in ascending order.
  @inline(__always)
  func ranks<Bound>(below bounds: [Bound], _ isBelow: (Element, Bound) -> Bool) -> [Int] {
    unsafe numbers.withUnsafeBufferPointer { numbers in
      var rank = 0
      return bounds.map { bound in
        // Steps that double from the answer before, then a binary search of the last step.
        var lower = rank
        var upper = numbers.count
        var stride = 1
        while lower + stride <= upper, unsafe isBelow(numbers[lower + stride - 1], bound) {
          lower += stride
          stride *= 2
        }
        upper = min(upper, lower + stride - 1)
        while lower < upper {
          let middle = lower + (upper - lower) / 2
          if unsafe isBelow(numbers[middle], bound) { lower = middle + 1 } else { upper = middle }
        }
        rank = lower
        return rank
      }
    }
  }
}
