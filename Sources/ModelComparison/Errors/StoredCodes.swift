/// The codes that a tensor is stored as.
public struct StoredCodes: Sendable {
  /// The codes as numbers, in any order.
  public let values: ValueSource
  /// The codes that there are, quantMin to quantMax.
  public let range: ClosedRange<Int>

  /// Codes and what they may be.
  ///
  /// - Parameters:
  ///   - values: the codes as numbers, in any order.
  ///   - range: quantMin to quantMax.
  /// - Precondition: there are at most 65 536 different codes, each below 2^24 in magnitude.
  public init(values: ValueSource, range: ClosedRange<Int>) {
    precondition(
      range.lowerBound > -(1 << 24) && range.upperBound < 1 << 24
        && range.upperBound - range.lowerBound < 1 << 16, "codes are of at most 16 bits")
    self.values = values
    self.range = range
  }
}

/// How many elements have each code.
public struct StoredCodeCounts: Hashable, Sendable {
  /// The codes that there are.
  public let range: ClosedRange<Int>
  /// How many elements have each of them, the lowest first.
  public private(set) var counts: [Int]
  /// How many elements have a code outside of the range.
  public private(set) var outside = 0

  init(range: ClosedRange<Int>) {
    self.range = range
    counts = Array(repeating: 0, count: range.count)
  }

  /// How many elements have a code of the range.
  public var total: Int { counts.reduce(0, +) }

  /// How many codes at least one element has.
  public var used: Int { counts.count { $0 > 0 } }

  /// The share of elements that have the lowest or the highest code; nil without elements.
  ///
  /// Edge cases:
  /// - −2^(b−1) that no element has is left out: symmetric quantizers end at −(2^(b−1) − 1).
  /// - 1 if there are at most two codes.
  public var shareAtEnds: Double? {
    let total = total
    guard total > 0, let last = counts.last else { return nil }
    let isRestricted =
      range.count > 2 && counts[0] == 0 && range.lowerBound == -range.upperBound - 1
    let first = isRestricted ? counts[1] : counts[0]
    return Double(counts.count == 1 ? first : first + last) / Double(total)
  }

  mutating func add(_ codes: UnsafeBufferPointer<Float>) {
    for index in 0..<codes.count {
      let code = unsafe codes[index]
      guard let place = Int(exactly: code).map({ $0 - range.lowerBound }),
        counts.indices.contains(place)
      else {
        outside += 1
        continue
      }
      counts[place] += 1
    }
  }

  mutating func add(_ other: StoredCodeCounts) {
    for place in counts.indices { counts[place] += other.counts[place] }
    outside += other.outside
  }
}
