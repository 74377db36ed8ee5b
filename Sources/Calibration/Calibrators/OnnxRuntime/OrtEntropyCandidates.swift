/// The parts of a histogram that ``OrtEntropyCalibrator`` chooses among.
///
/// A candidate keeps `half` bins on either side of the middle one, from half of the quantized bins
/// to half of all; what it cuts off is added to the counts of its outermost bins.
struct OrtEntropyCandidates: Sendable {
  /// The histogram.
  let counts: [Int]
  /// How many bins a candidate is coarsened to.
  let quantizedBinCount: Int
  /// How many values there are before each bin, and in all.
  let before: [Int]
  /// How many bins before each one hold a value, and how many in all.
  let occupiedBefore: [Int]
  /// The bins that hold a value, ascending.
  let occupied: [Int]

  init(counts: [Int], quantizedBinCount: Int) {
    self.counts = counts
    self.quantizedBinCount = quantizedBinCount
    var (before, occupiedBefore) = ([0], [0])
    before.reserveCapacity(counts.count + 1)
    occupiedBefore.reserveCapacity(counts.count + 1)
    var occupied: [Int] = []
    var total = 0
    for (bin, count) in counts.enumerated() {
      if count > 0 {
        total += count
        occupied.append(bin)
      }
      before.append(total)
      occupiedBefore.append(occupied.count)
    }
    self.before = before
    self.occupiedBefore = occupiedBefore
    self.occupied = occupied
  }

  /// The candidates, the narrowest first.
  var halves: Range<Int> { quantizedBinCount / 2..<counts.count / 2 + 1 }

  /// The bins that a candidate keeps.
  func bins(half: Int) -> Range<Int> {
    let middle = counts.count / 2
    return middle - half..<min(middle + half + 1, counts.count)
  }

  /// What is cut off below and above some bins.
  func outliers(of bins: Range<Int>) -> (below: Int, above: Int) {
    (before[bins.lowerBound], before[counts.count] - before[bins.upperBound])
  }

  /// The count that is taken off each bin that holds something, where a ten-thousandth of one is
  /// given to each empty bin, as a number below zero; −1 or less is an error of the tool.
  static func taken(empty: Int, occupied: Int) -> Float {
    Float(-(0.0001 * Double(empty) / Double(occupied)))
  }

  /// The count that is given to each empty bin.
  static let given: Float = 0.0001
}
