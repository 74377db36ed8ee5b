import Synchronization
import TestSupport
import Testing

@testable import QuantizationEngine

@Suite struct CountedDistributionTests {
  /// Patterns of which some come often, with runs of equal neighbours.
  private func patterns(_ count: Int, seed: UInt64) -> [UInt16] {
    var random = SplitMix64(seed: seed)
    var patterns: [UInt16] = []
    while patterns.count < count {
      let pattern = UInt16(truncatingIfNeeded: random.next() >> (random.next() & 7))
      let length = random.next().isMultiple(of: 8) ? Int(random.next() % 9) + 1 : 1
      patterns += Array(repeating: pattern, count: length)
    }
    return Array(patterns.prefix(count))
  }

  @Test(
    "every pattern of float16 and bfloat16 has the value of its definition",
    arguments: [ElementType.float16, .bfloat16])
  func everyPattern(_ elementType: ElementType) {
    var failures = 0
    for pattern in 0..<65536 {
      let bits = UInt16(pattern)
      let value = elementType.value(ofPattern: pattern)
      let expected =
        elementType == .bfloat16
        ? Float(bitPattern: UInt32(bits) << 16) : Float(Float16(bitPattern: bits))
      let isSame =
        value.isNaN ? expected.isNaN : value.bitPattern == expected.bitPattern
      if !isSame { failures += 1 }
    }
    #expect(failures == 0)
  }

  @Test("integers and truth values have the value they stand for")
  func integers() {
    #expect(ElementType.int8.value(ofPattern: 0x80) == -128)
    #expect(ElementType.uint8.value(ofPattern: 0x80) == 128)
    #expect(ElementType.int16.value(ofPattern: 0xFFFF) == -1)
    #expect(ElementType.uint16.value(ofPattern: 0xFFFF) == 65535)
    #expect(ElementType.bool.value(ofPattern: 0) == 0)
    #expect(ElementType.bool.value(ofPattern: 255) == 1)
  }

  @Test(
    "a counted line answers as a sorted one does",
    arguments: [
      ElementType.float16, .bfloat16, .int8, .uint8, .int16, .uint16, .bool,
    ], [ByteOrder.little, .big])
  func answers(_ elementType: ElementType, _ byteOrder: ByteOrder) throws {
    let bits = patterns(3001, seed: 11)
    let stream =
      elementType.byteCount == 2
      ? ElementStream(elementType, byteOrder: byteOrder, bits: bits)
      : ElementStream(
        elementType, byteOrder: byteOrder, bits: bits.map { UInt8(truncatingIfNeeded: $0) })
    let values = bits.map {
      elementType.value(ofPattern: Int($0) & ((1 << (8 * elementType.byteCount)) - 1))
    }
    let layout = try BlockLayout(shape: [values.count], granularity: .perTensor)
    let counted = try TensorDistribution(counting: stream, layout: layout)
    let sorted = TensorDistribution(values, layout: layout)
    #expect(counted.exactness == .exact)
    #expect(counted.excluded == sorted.excluded)
    let (one, other) = (counted.blocks[0], sorted.blocks[0])
    #expect(one.count == other.count)
    #expect(one.bounds == other.bounds)
    let ranks = Array(stride(from: 0, to: one.count, by: 7))
    #expect(ranks.map(one.value(atRank:)) == ranks.map(other.value(atRank:)))
    let thresholds = (values.filter(\.isFinite) + [0, -0.0, 0.3, -0x1p-140]).sorted() + [.infinity]
    #expect(one.ranks(belowRounding: thresholds) == other.ranks(belowRounding: thresholds))
    let edges = thresholds.map { Double($0).nextUp }
    #expect(one.ranks(below: edges) == other.ranks(below: edges))
    for (moments, expected) in zip(
      one.moments(below: ranks + [one.count]), other.moments(below: ranks + [one.count]))
    {
      #expect(moments.count == expected.count)
      #expect(abs(moments.total - expected.total) <= 0x1p-90 * expected.totalOfSquares.squareRoot())
      #expect(
        abs(moments.totalOfSquares - expected.totalOfSquares) <= 0x1p-51 * expected.totalOfSquares)
    }
  }

  @Test("the error on a counted line is the referee's", arguments: [4, 8])
  func errors(_ bits: Int) throws {
    for fixture in Fixture.real where fixture.dtype != "float32" {
      let elementType = try #require(ElementType(rawValue: fixture.dtype))
      let stream = ElementStream(elementType, bytes: Array(fixture.bytes))
      let tensor = try TensorDistribution(counting: stream, layout: fixture.perTensor)
      let bounds = try #require(tensor.bounds)
      let scheme = try Scheme(bitWidth: bits)
      let encoding = try scheme.encoding(
        for: ClippingRange(lower: bounds.lowerBound / 2, upper: bounds.upperBound / 2))
      let referee = RefereeQuantizer(RefereeEncoding(encoding))
      let finite = fixture.finite
      let metrics = try #require(
        RefereeMetrics(
          finite, codes: finite.map { referee.code(of: Float($0)) }, encoding: referee.encoding))
      expectReferee(
        tensor.error(on: [AffineQuantizer(encoding: encoding).staircase]), metrics,
        levels: scheme.levelCount, firstCode: encoding.quantMin, "\(fixture) at \(bits) bits")
    }
  }

  @Test("channels are counted apart, in the order of the layout")
  func channels() throws {
    // 8 bits: in a debug build a table of 65 536 numbers for each block takes its time.
    let bits = patterns(6 * 500, seed: 12).map { UInt8(truncatingIfNeeded: $0) }
    for granularity in [
      Granularity.perChannel(axis: 0), .perChannel(axis: 1), .perGroup(axis: 1, size: 200),
    ] {
      let layout = try BlockLayout(shape: [6, 500], granularity: granularity)
      let counted = try TensorDistribution(
        counting: ElementStream(.int8, bits: bits), layout: layout)
      let sorted = TensorDistribution(
        bits.map { ElementType.int8.value(ofPattern: Int($0)) }, layout: layout)
      #expect(counted.excluded == sorted.excluded)
      #expect(counted.blocks.map(\.count) == sorted.blocks.map(\.count))
      #expect(counted.blocks.map(\.bounds) == sorted.blocks.map(\.bounds))
      #expect(
        counted.blocks.map { $0.count > 4 ? $0.value(atRank: 3) : 0 }
          == sorted.blocks.map { $0.count > 4 ? $0.value(atRank: 3) : 0 })
    }
  }

  @Test("counts past 32 bits are whole, and so are their sums")
  func many() {
    let count = 1 << 40
    let occurrences: [(value: Float, count: Int)] = [
      (value: 3, count: count), (value: -0.0, count: 5), (value: 0, count: 2),
      (value: -1, count: count),
    ]
    let line = CountedDistribution(occurrences)
    #expect(line.count == 2 * count + 7)
    #expect(line.distinctCount == 3)
    #expect(line.ranks(belowRounding: [0, 0.5]) == [count, count + 7])
    #expect(line.moments.total == 2 * Double(count))
    #expect(line.moments.totalOfSquares == 10 * Double(count))
    #expect(line.value(atRank: count) == 0)
    #expect(line.moments(below: [count + 8])[0].total == 3 - Double(count))
  }

  @Test("counting can be cancelled, and says how far it is")
  func cancelled() throws {
    let stream = ElementStream(.uint8, bytes: Array(repeating: 7, count: 1 << 21))
    #expect(throws: CancellationError.self) {
      try PatternCounts(
        of: stream, monitor: ProgressMonitor(isCancelled: { true }, report: { _ in }))
    }
    let heard = Mutex<[Double]>([])
    let counts = try PatternCounts(
      of: stream,
      monitor: ProgressMonitor(
        isCancelled: { false }, report: { share in heard.withLock { $0.append(share) } }))
    #expect(counts.counts[7] == 1 << 21)
    #expect(heard.withLock { $0 } == [0.5, 1])
  }

  @Test("nothing to count gives no values; all NaN gives none either")
  func none() throws {
    for bits in [[], [UInt16(0x7E00), 0xFE01, 0x7C00]] {
      let counts = try PatternCounts(of: ElementStream(.float16, bits: bits))
      let line = CountedDistribution(counts)
      #expect(line.count == 0)
      #expect(line.bounds == nil)
      #expect(line.ranks(below: [0, 1]) == [0, 0])
      #expect(line.moments == .zero)
      #expect(NonFiniteCounts(counts).total == bits.count)
    }
  }

  @Test("counting pays for types of 16 bits and blocks that are not small")
  func choice() throws {
    let whole = try BlockLayout(shape: [10, 100], granularity: .perTensor)
    let small = try BlockLayout(shape: [10, 100], granularity: .perChannel(axis: 0))
    let large = try BlockLayout(shape: [3, 65536], granularity: .perChannel(axis: 0))
    #expect(TensorDistribution.suitsCounting(.bfloat16, layout: whole))
    #expect(!TensorDistribution.suitsCounting(.float32, layout: whole))
    #expect(!TensorDistribution.suitsCounting(.bfloat16, layout: small))
    #expect(TensorDistribution.suitsCounting(.int8, layout: large))
  }
}
