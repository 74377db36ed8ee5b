import TestSupport
import Testing

@testable import QuantizationEngine

/// The sorted line: every value once, in order, whatever its bits, with its running moments.
@Suite struct SortingTests {
  /// About the change from the library's sort to the radix sort, about one part of the parallel sort
  /// and about two.
  static let sizes = [
    0, 1, 2, 3, 63, 64, 65, 2046, 2047, 2048, 2049, 65_535, 65_536, 131_071, 131_073,
  ]

  enum Pattern: CaseIterable {
    case random, descending, ascending, equal, fewDistinct, zeros, subnormal, bits

    func values(_ count: Int, seed: UInt64) -> [Float] {
      var random = SplitMix64(seed: seed)
      return (0..<count).map { index in
        switch self {
        case .random: Float(random.nextNormal())
        case .descending: Float(count - index)
        case .ascending: Float(index) - Float(count) / 2
        case .equal: 0.1
        case .fewDistinct: Float(Int(random.next() % 5)) - 2
        case .zeros: random.next() % 2 == 0 ? 0 : -0.0
        case .subnormal: Float(bitPattern: UInt32(truncatingIfNeeded: random.next()) & 0x807F_FFFF)
        case .bits: random.nextFiniteFloat()
        }
      }
    }
  }

  @Test(
    "float32 values come out in order, none lost, none made", arguments: sizes, Pattern.allCases)
  func float32(_ count: Int, _ pattern: Pattern) {
    let values = pattern.values(count, seed: UInt64(count + 1))
    let sorted = SortedBlocks(values, order: BlockOrder(elementCount: count)).storage.numbers
    #expect(isAscending(sorted), "seed \(count + 1)")
    #expect(hasSameBits(sorted, values), "seed \(count + 1)")
  }

  @Test("float64 values too", arguments: [0, 1, 2047, 2048, 5000, 70_000])
  func float64(_ count: Int) {
    var random = SplitMix64(seed: UInt64(count + 1))
    let values = (0..<count).map { index in
      switch index % 4 {
      case 0: random.nextNormal()
      case 1: random.nextNormal() * 1e-300
      case 2: -0.0
      default: Double(random.nextFiniteFloat())
      }
    }
    let sorted = SortedBlocks(values, order: BlockOrder(elementCount: count)).storage.numbers
    #expect(isAscending(sorted))
    #expect(hasSameBits(sorted, values))
  }

  private func isAscending<Element: Comparable>(_ values: [Element]) -> Bool {
    var index = 1
    while index < values.count {
      if values[index] < values[index - 1] { return false }
      index += 1
    }
    return true
  }

  /// Whether two arrays hold the same bit patterns: sums of the patterns, of their squares and of
  /// their mixed bits, which no lost or doubled value leaves alone.
  private func hasSameBits<Element: LineElement>(_ first: [Element], _ second: [Element]) -> Bool {
    func digest(_ values: [Element]) -> [UInt64] {
      var sums: [UInt64] = [UInt64(values.count), 0, 0, 0]
      for value in values {
        let bits = UInt64(value.key)
        sums[1] &+= bits
        sums[2] &+= bits &* bits
        sums[3] &+= (bits ^ bits >> 29) &* 0xBF58_476D_1CE4_E5B9
      }
      return sums
    }
    return digest(first) == digest(second)
  }

  @Test("keys order all finite float32 numbers as the numbers are, and lead back to them")
  func keys() {
    var random = SplitMix64(seed: 5)
    var values = (0..<4000).map { _ in random.nextFiniteFloat() }
    values += [0, .leastNonzeroMagnitude, .leastNormalMagnitude, .greatestFiniteMagnitude, 1]
    values += values.map { -$0 }
    for (first, second) in zip(values, values.dropFirst()) {
      if first != second { #expect((first < second) == (first.key < second.key)) }
      #expect(Float(key: first.key).bitPattern == first.bitPattern)
      #expect(Double(key: Double(first).key) == Double(first))
    }
    #expect(Float(-0.0).key < Float(0).key)
    #expect((-Float.leastNonzeroMagnitude).key < Float(-0.0).key)
  }

  @Test(
    "a distribution has its values by rank, its bounds and its moments",
    arguments: [1, 63, 64, 65, 1000, 5000])
  func distributions(_ count: Int) {
    for pattern in Pattern.allCases {
      let values = pattern.values(count, seed: 9)
      let sorted = values.sorted()
      for distribution in [
        SortedDistribution(values), SortedDistribution(values.map(Double.init)),
      ] {
        #expect(distribution.count == count)
        #expect(distribution.bounds == Double(sorted[0])...Double(sorted[count - 1]))
        #expect((0..<count).allSatisfy { distribution.value(atRank: $0) == Double(sorted[$0]) })
        let ranks = [0, 0, 1, count / 3, count / 3, count / 2, count - 1, count, count].sorted()
        for (rank, moments) in zip(ranks, distribution.moments(below: ranks)) {
          let part = sorted[..<rank].map(Double.init)
          #expect(moments.count == rank)
          // The sum of terms of either sign is as exact as the sum of their magnitudes.
          let magnitude = CompensatedSum(part.map(\.magnitude)).value
          #expect(abs(moments.total - CompensatedSum(part).value) <= 0x1p-51 * magnitude)
          let squares = CompensatedSum(part.map { $0 * $0 }).value
          #expect(abs(moments.totalOfSquares - squares) <= 0x1p-51 * squares)
        }
        #expect(distribution.moments == distribution.moments(below: [count])[0])
      }
    }
  }

  @Test("the moments of many values, summed in parallel parts, are those of a plain loop")
  func parallelMoments() {
    let values = Pattern.random.values(140_000, seed: 3)
    let distribution = SortedDistribution(values)
    let sorted = values.sorted()
    var loop = Moments.zero
    let ranks = [1, 64, 65_535, 65_536, 69_999, 70_000, 70_001, 131_072, 139_999, 140_000]
    let found = distribution.moments(below: ranks)
    var place = 0
    for (rank, moments) in zip(ranks, found) {
      while place < rank {
        loop.add(Double(sorted[place]))
        place += 1
      }
      #expect(moments.count == loop.count)
      #expect(abs(moments.total - loop.total) <= 0x1p-80 * loop.totalOfSquares)
      #expect(abs(moments.totalOfSquares - loop.totalOfSquares) <= loop.totalOfSquares.ulp)
    }
  }

  @Test("the error of many values at 16 bits holds the contract across the seams of parallel parts")
  func parallelError() throws {
    let values = Pattern.random.values(140_000, seed: 4).map { $0 + 1000 }
    let layout = try BlockLayout(shape: [values.count], granularity: .perTensor)
    let encoding = try Scheme(bitWidth: 16).encoding(for: ClippingRange(lower: 0, upper: 1002))
    let quantizer = AffineQuantizer(encoding: encoding)
    let referee = RefereeQuantizer(RefereeEncoding(encoding))
    let metrics = try #require(
      RefereeMetrics(
        values.map(Double.init), codes: referee.codes(of: values), encoding: referee.encoding))
    expectReferee(
      TensorDistribution(values, layout: layout).error(on: [quantizer.staircase]), metrics,
      levels: 65536, firstCode: 0, "seed 4")
  }
}
