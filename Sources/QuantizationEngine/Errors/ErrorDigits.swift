/// The magnitudes |e| of the errors of many short blocks, by going through the values.
///
/// The bits of a float64 that is not negative ascend with it. So the magnitude of a rank is found digit
/// by digit: each reading counts the next bits of those that agree with what is known of it. Nothing is
/// kept of a value, and 2³¹ of them take no more room than a thousand.
struct ErrorDigits: Sendable {
  private let blocks: [(block: SortedDistribution, quantizer: AffineQuantizer)]
  /// How many values there are.
  let count: Int

  /// The magnitudes of some blocks, each under its quantizer.
  init(_ blocks: [(block: SortedDistribution, quantizer: AffineQuantizer)]) {
    self.blocks = blocks
    count = blocks.reduce(0) { $0 + $1.block.count }
  }

  /// The bits that each reading finds, from the highest down: 63 in all.
  private static let digits = [(shift: 44, bits: 19), (28, 16), (12, 16), (0, 12)]

  /// What is known of the magnitude of a rank.
  private struct Target {
    /// Its upper bits.
    var prefix: UInt64 = 0
    /// Its rank among those with the same upper bits.
    var rank: Int
  }

  /// The magnitude of each rank, of which that many are not larger.
  func magnitudes(atRanks ranks: [Int]) -> [Double] {
    var targets = ranks.map { Target(rank: $0) }
    for (shift, bits) in Self.digits {
      let prefixes = Set(targets.map(\.prefix)).sorted()
      let counts = counts(of: prefixes, shift: shift, bits: bits)
      for index in targets.indices {
        let row = prefixes.firstIndex(of: targets[index].prefix) ?? 0
        var digit = row << bits
        while targets[index].rank >= counts[digit], digit + 1 < (row + 1) << bits {
          targets[index].rank -= counts[digit]
          digit += 1
        }
        targets[index].prefix = targets[index].prefix << UInt64(bits) | UInt64(digit - row << bits)
      }
    }
    return targets.map { Double(bitPattern: $0.prefix) }
  }

  /// How many magnitudes have each digit, for each of some upper bits.
  private func counts(of prefixes: [UInt64], shift: Int, bits: Int) -> [Int] {
    let parts = Parallel.processorCount
    let length = (blocks.count + parts - 1) / parts
    let ranges = stride(from: 0, to: blocks.count, by: max(length, 1))
      .map { $0..<min($0 + length, blocks.count) }
    let found = Parallel.map(ranges) { range -> [Int] in
      var counts = [Int](repeating: 0, count: prefixes.count << bits)
      let mask = UInt64(1) << UInt64(bits) - 1
      for (block, quantizer) in blocks[range] {
        block.forEachValue { value in
          let pattern =
            (value - Double(quantizer.fakeQuantize(Float(value)))).magnitude.bitPattern
            >> UInt64(shift)
          guard let row = prefixes.firstIndex(of: pattern >> UInt64(bits)) else { return }
          counts[row << bits + Int(pattern & mask)] += 1
        }
      }
      return counts
    }
    var sum = found.first ?? []
    for counts in found.dropFirst() {
      for index in counts.indices { sum[index] += counts[index] }
    }
    return sum
  }
}
