internal import Glibc

/// A distribution in one row: how high each column is, from 0 to 7 eighths of
/// the row, so that rows do not run into each other.
struct Sparkline: Hashable, Sendable {
  /// The heights from left to right.
  let eighths: [Int]

  /// The heights of counts in so many columns, by their logarithms, so that a few values are seen
  /// beside millions.
  init(_ counts: [Int], columns: Int) {
    let sums = Sparkline.sums(of: counts, columns: columns).map { log1p(Double($0)) }
    guard let highest = sums.max(), highest > 0 else {
      eighths = Array(repeating: 0, count: max(columns, 0))
      return
    }
    eighths = sums.map { $0 > 0 ? max(1, Int(($0 / highest * 7).rounded())) : 0 }
  }

  /// The counts of fewer parts, or of more, in which each part gives its count to the first one.
  static func sums(of counts: [Int], columns: Int) -> [Int] {
    var sums = Array(repeating: 0, count: max(columns, 0))
    guard columns > 0, !counts.isEmpty else { return sums }
    if columns >= counts.count {
      // Where there is more room than parts, each part is as wide as its share.
      for column in sums.indices { sums[column] = counts[column * counts.count / columns] }
    } else {
      for (index, count) in counts.enumerated() {
        let (sum, overflow) = sums[index * columns / counts.count]
          .addingReportingOverflow(count)
        sums[index * columns / counts.count] = overflow ? Int.max : sum
      }
    }
    return sums
  }
}
