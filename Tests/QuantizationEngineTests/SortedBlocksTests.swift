import TestSupport
import Testing

@testable import QuantizationEngine

/// Every block of every layout, gathered, filtered and sorted, against doing so element by element.
@Suite struct SortedBlocksTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let shape: [Int]
    let granularity: Granularity
    var testDescription: String { "\(shape) \(granularity)" }
  }

  static let cases: [Case] = {
    func cases(_ shape: [Int], sizes: [Int]) -> [Case] {
      [Case(shape: shape, granularity: .perTensor)]
        + shape.indices.flatMap { axis in
          [Case(shape: shape, granularity: .perChannel(axis: axis))]
            + sizes.map { Case(shape: shape, granularity: .perGroup(axis: axis, size: $0)) }
        }
    }
    return cases([6, 5, 7], sizes: [1, 2, 3, 7, 40])
      + cases([3, 19, 1, 4], sizes: [4, 18])
      + cases([17, 33], sizes: [8, 16, 32])
      + cases([2, 0, 3], sizes: [2]) + cases([1], sizes: [1, 2])
      // Blocks about a run of sums, about the longest insertion, about the first long digits.
      + [39, 40, 41, 63, 64, 65, 127, 128, 129, 8191, 8192].map {
        Case(shape: [3, $0], granularity: .perChannel(axis: 0))
      }
      + [Case(shape: [4100, 3], granularity: .perChannel(axis: 1))]
      + [Case(shape: [2, 300, 20], granularity: .perChannel(axis: 1))]
  }()

  /// Any bit pattern one time in two, NaN and the infinities among them, else a few near numbers.
  private func values(_ count: Int, _ random: inout SplitMix64) -> [Float] {
    (0..<count).map { _ in
      switch random.next() % 8 {
      case 0, 1, 2, 3: Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
      case 4: random.next() % 2 == 0 ? 0 : -0.0
      case 5: Float(bitPattern: UInt32(truncatingIfNeeded: random.next()) & 0x807F_FFFF)
      case 6: random.next() % 2 == 0 ? .infinity : -.infinity
      default: Float(Int(random.next() % 5)) - 2
      }
    }
  }

  @Test("float32 blocks hold their finite elements in order, bit for bit", arguments: cases)
  func float32(_ one: Case) throws {
    try expectReferee(one) { $0 }
  }

  @Test("float64 blocks too", arguments: cases.filter { $0.shape.reduce(1, *) < 3000 })
  func float64(_ one: Case) throws {
    try expectReferee(one) { Double($0) * 1.000_000_1 }
  }

  private func expectReferee<Element: LineElement>(
    _ one: Case, _ convert: (Float) -> Element
  ) throws {
    let layout = try BlockLayout(shape: one.shape, granularity: one.granularity)
    var random = SplitMix64(seed: 31)
    let values = values(layout.elementCount, &random).map(convert)
    let sorted = SortedBlocks(values, order: BlockOrder(layout))
    var blocks = [[Element]](repeating: [], count: layout.blockCount)
    for (element, value) in values.enumerated() {
      blocks[layout.block(ofElement: element)].append(value)
    }
    #expect(sorted.places.count == layout.blockCount)
    #expect(sorted.excluded.nan == values.count { $0.isNaN })
    #expect(sorted.excluded.total == values.count { !$0.rounded32.isFinite })
    for (block, elements) in blocks.enumerated() {
      let expected = elements.filter(\.rounded32.isFinite).map(\.key).sorted()
      let found = sorted.storage.numbers[sorted.places[block]].map(\.key)
      #expect(found == expected, "seed 31, block \(block)")
    }
  }

  @Test(
    "blocks too long for one processor are sorted in place, whatever number of passes they take")
  func longBlocks() throws {
    let length = BlockSort<Float>.longestBlock + 1
    var random = SplitMix64(seed: 32)
    // The bits that vary make three passes, two, one, and none at all.
    let masks: [UInt32] = [0xBFFF_FFFF, 0xBFFF_F800, 0x8000_0000, 0]
    let values = masks.flatMap { mask in
      (0..<length).map { _ in
        Float(bitPattern: UInt32(truncatingIfNeeded: random.next()) & mask)
      }
    }
    let layout = try BlockLayout(shape: [masks.count, length], granularity: .perChannel(axis: 0))
    let sorted = SortedBlocks(values, order: BlockOrder(layout))
    for block in masks.indices {
      let expected = values[block * length..<(block + 1) * length].map(\.key).sorted()
      #expect(sorted.places[block] == block * length..<(block + 1) * length)
      #expect(sorted.storage.numbers[sorted.places[block]].map(\.key) == expected)
    }
  }

  @Test("a long block leaves behind what is not finite, even where all the rest is equal")
  func longBlockWithNaN() {
    let length = BlockSort<Float>.longestBlock + 7
    var values = [Float](repeating: 0.25, count: length)
    for (place, value) in [(0, Float.nan), (5, .infinity), (length / 2, -.infinity)] {
      values[place] = value
    }
    values[length - 1] = .nan
    let sorted = SortedBlocks(values, order: BlockOrder(elementCount: length))
    #expect(sorted.excluded == NonFiniteCounts(nan: 2, positiveInfinity: 1, negativeInfinity: 1))
    #expect(sorted.places == [0..<length - 4])
    #expect(sorted.storage.numbers[0..<length - 4].allSatisfy { $0 == 0.25 })
  }
}
