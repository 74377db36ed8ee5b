import Glibc

/// How often each byte is among some.
struct ByteHistogram {
  /// The counts.
  private(set) var counts = [Int](repeating: 0, count: 256)
  /// How many bytes there are.
  private(set) var total = 0

  /// The histogram of some bytes.
  init(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      counts[Int(byte)] += 1
      total += 1
    }
  }

  /// Two histograms in one.
  static func + (left: ByteHistogram, right: ByteHistogram) -> ByteHistogram {
    var sum = left
    for byte in sum.counts.indices { sum.counts[byte] += right.counts[byte] }
    sum.total += right.total
    return sum
  }

  /// The share that two histograms have in common, from 0 to 1, in bins of 2^`shift` bytes.
  ///
  /// Of samples of one distribution it is below 1 by chance, more so in narrow bins.
  func overlap(with other: ByteHistogram, shift: Int) -> Double {
    let length = 1 << shift
    return stride(from: 0, to: 256, by: length).reduce(0) { sum, start in
      let bin = start..<start + length
      let mine = Double(counts[bin].reduce(0, +)) / Double(max(total, 1))
      let others = Double(other.counts[bin].reduce(0, +)) / Double(max(other.total, 1))
      return sum + min(mine, others)
    }
  }

  /// The share of the bytes in a range.
  func share(of range: ClosedRange<Int>) -> Double {
    Double(counts[range].reduce(0, +)) / Double(max(total, 1))
  }

  /// The entropy in bits, from 0 to 8.
  var entropyInBits: Double {
    counts.reduce(0) { sum, count in
      guard count > 0 else { return sum }
      let share = Double(count) / Double(total)
      return sum - share * log2(share)
    }
  }
}
