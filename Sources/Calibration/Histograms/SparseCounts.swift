/// The counts of the bins that hold something, however many bins there are.
///
/// A histogram that grows by whole bins may come to millions of them; those that hold values are never
/// more than there are values.
///
/// Invariants: bins ascend; no count is zero.
struct SparseCounts: Hashable {
  /// The bins that hold something.
  private(set) var bins: [Int] = []
  /// What each of them holds.
  private(set) var counts: [Int] = []

  /// Adds to the last bin or one above it; nothing where the count is zero.
  ///
  /// - Precondition: no bin above this one holds anything.
  mutating func append(_ count: Int, to bin: Int) {
    precondition(bin >= bins.last ?? bin, "counts are appended in the order of the bins")
    guard count > 0 else { return }
    if bins.last == bin {
      counts[counts.count - 1] += count
    } else {
      bins.append(bin)
      counts.append(count)
    }
  }

  /// The same counts, each some bins further up.
  func shifted(by distance: Int) -> SparseCounts {
    var result = self
    for index in result.bins.indices { result.bins[index] += distance }
    return result
  }

  /// The counts of both, bin by bin.
  static func + (first: SparseCounts, second: SparseCounts) -> SparseCounts {
    var sum = SparseCounts()
    var (left, right) = (0, 0)
    while left < first.bins.count || right < second.bins.count {
      let isLeft =
        right == second.bins.count
        || left < first.bins.count && first.bins[left] <= second.bins[right]
      if isLeft {
        sum.append(first.counts[left], to: first.bins[left])
        left += 1
      } else {
        sum.append(second.counts[right], to: second.bins[right])
        right += 1
      }
    }
    return sum
  }

  /// A count for each of the first `count` bins.
  func dense(count: Int) -> [Int] {
    var dense = [Int](repeating: 0, count: count)
    for (bin, number) in zip(bins, counts) { dense[bin] += number }
    return dense
  }

  /// The first bin whose running share is not below the wanted one, as `searchsorted(cumsum(…))` has
  /// it in float64; one past the end if there is none.
  ///
  /// Empty bins add zero, which changes no sum.
  ///
  /// - Parameters:
  ///   - share: the wanted share, from 0 to 1.
  ///   - count: how many bins there are.
  /// - Returns: the bin.
  func firstBin(reaching share: Double, of count: Int) -> Int {
    guard share > 0 else { return 0 }
    let total = Double(counts.reduce(0, +))
    var sum = 0.0
    for (bin, number) in zip(bins, counts) {
      sum += Double(number) / total
      if sum >= share { return bin }
    }
    return count
  }
}
