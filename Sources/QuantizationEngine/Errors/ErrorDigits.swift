/// The magnitudes |e| of the errors of many short blocks, by going through the values.
///
/// The bits of a float64 that is not negative ascend with it. So the magnitude of a rank is found digit
/// by digit: each reading counts the next bits of those that agree with what is known of it. As soon as
/// few agree, the next reading lists them, and they are sorted. So 2³¹ values take no more room than a
/// million.
struct ErrorDigits: Sendable {
  private let blocks: [(block: SortedDistribution, quantizer: AffineQuantizer)]
  private let mostListed: Int
  /// How many values there are.
  let count: Int

  /// The magnitudes of some blocks, each under its quantizer.
  ///
  /// - Parameters:
  ///   - blocks: their values, and what is done to them.
  ///   - mostListed: how many magnitudes are listed at most.
  init(
    _ blocks: [(block: SortedDistribution, quantizer: AffineQuantizer)],
    mostListed: Int = 1 << 20
  ) {
    self.blocks = blocks
    self.mostListed = mostListed
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
    /// How many have the same upper bits.
    var peers = 0
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
        targets[index].peers = counts[digit]
      }
      let peers = Dictionary(targets.map { ($0.prefix, $0.peers) }) { first, _ in first }
      if shift > 0, peers.values.reduce(0, +) <= mostListed {
        let lists = lists(of: peers.keys.sorted(), shift: shift)
        return targets.map { Double(bitPattern: lists[$0.prefix]?[$0.rank] ?? 0) }
      }
    }
    return targets.map { Double(bitPattern: $0.prefix) }
  }

  /// How many magnitudes have each digit, for each of some upper bits.
  private func counts(of prefixes: [UInt64], shift: Int, bits: Int) -> [Int] {
    let rows = PrefixRows(prefixes, shift: shift + bits)
    let mask = UInt64(1) << UInt64(bits) - 1
    let found = Parallel.map(parts) { part -> [Int] in
      var counts = [Int](repeating: 0, count: prefixes.count << bits)
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        forEachPattern(in: part) { pattern in
          guard let row = rows.row(of: pattern) else { return }
          unsafe counts[row << bits + Int(pattern >> UInt64(shift) & mask)] += 1
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

  /// The bits of all magnitudes with some upper bits, ascending.
  private func lists(of prefixes: [UInt64], shift: Int) -> [UInt64: [UInt64]] {
    let rows = PrefixRows(prefixes, shift: shift)
    let found = Parallel.map(parts) { part -> [[UInt64]] in
      var lists = [[UInt64]](repeating: [], count: prefixes.count)
      forEachPattern(in: part) { pattern in
        if let row = rows.row(of: pattern) { lists[row].append(pattern) }
      }
      return lists
    }
    return Dictionary(
      uniqueKeysWithValues: prefixes.indices.map { row in
        (prefixes[row], found.flatMap { $0[row] }.sorted())
      })
  }

  /// The blocks, a part for each processor.
  private var parts: [Range<Int>] {
    let parts = Parallel.processorCount
    let length = max((blocks.count + parts - 1) / parts, 1)
    return stride(from: 0, to: blocks.count, by: length)
      .map { $0..<min($0 + length, blocks.count) }
  }

  /// Calls `body` with the bits of the magnitude of each error of some blocks.
  @inline(__always)
  private func forEachPattern(in part: Range<Int>, _ body: (UInt64) -> Void) {
    for (block, quantizer) in blocks[part] {
      unsafe block.withNumbers { numbers in
        unsafe ErrorPatterns.forEach(numbers, under: quantizer, body)
      } float64: { numbers in
        unsafe ErrorPatterns.forEach(numbers, under: quantizer, body)
      }
    }
  }
}

/// Which of some upper bits a pattern has.
private struct PrefixRows: Sendable {
  private let prefixes: [UInt64]
  private let shift: UInt64
  /// Whether one of the prefixes begins with these bits, by which most patterns are told apart.
  private let mayBegin: [Bool]
  /// How many bits are looked at first, and how many are then left of the 63.
  private static let (bits, rest) = (UInt64(19), UInt64(44))

  /// The rows of some prefixes, which are what is left of a pattern once it is shifted.
  init(_ prefixes: [UInt64], shift: Int) {
    self.prefixes = prefixes
    self.shift = UInt64(shift)
    var mayBegin = [Bool](repeating: false, count: 1 << Self.bits)
    for prefix in prefixes where shift <= Self.rest {
      mayBegin[Int(prefix >> (Self.rest - self.shift))] = true
    }
    // Before the first reading nothing is known of any.
    self.mayBegin = shift > Self.rest ? [] : mayBegin
  }

  /// The index of the prefix of a pattern; nil if it has none of them.
  @inline(__always)
  func row(of pattern: UInt64) -> Int? {
    guard !mayBegin.isEmpty else { return 0 }
    return mayBegin[Int(pattern >> Self.rest)] ? prefixes.firstIndex(of: pattern >> shift) : nil
  }
}
