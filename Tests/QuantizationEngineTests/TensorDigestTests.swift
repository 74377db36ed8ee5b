import TestSupport
import Testing

@testable import QuantizationEngine

/// The digest of a tensor against its line, and its histogram against counting one by one.
@Suite struct TensorDigestTests {
  @Test("the histogram of a stream is that of the line", arguments: PassCases.Values.allCases)
  func histogram(_ kind: PassCases.Values) throws {
    var random = SplitMix64(seed: 101)
    let layout = try BlockLayout(shape: [600, 500], granularity: .perTensor)
    let values = kind.values(layout.elementCount, &random)
    let tensor = TensorDistribution(values, layout: layout)
    let digest = try TensorDigest(
      of: ElementStream(values), layout: layout, scheme: .standard)
    #expect(digest.pass.bounds == tensor.bounds && digest.pass.excluded == tensor.excluded)
    #expect(digest.pass.finiteCount == tensor.count)
    guard let bounds = tensor.bounds else {
      #expect(digest.histogram == nil)
      return
    }
    let bins = Bins(over: bounds, count: TensorDigest.standardBinCount)
    #expect(digest.histogram == tensor.histogram(over: bins), "seed 101")
    // A window that leaves values out at both ends, with bins that no value needs.
    let window = Bins(over: bounds.lowerBound / 2...max(bounds.upperBound / 3, 1), count: 7)
    #expect(
      try Histogram(of: ElementStream(values), over: window) == tensor.histogram(over: window))
  }

  @Test("Σx and Σx² are those of all finite values, with an encoding or without")
  func moments() throws {
    let layout = try BlockLayout(shape: [2, 3], granularity: .perChannel(axis: 0))
    let largest = Float.greatestFiniteMagnitude
    let refusing = EncodingRule(name: "refuses") { range, scheme throws(EncodingError) in
      guard range.upper < 100 else { throw .scaleOverflows(range) }
      return try Scheme.standard.encoding(for: range)
    }
    let scheme = Scheme.standard.with(arithmetic: QuantizationArithmetic(), rule: refusing)
    let result = try BlockPass(scheme: scheme, layout: layout)
      .run(over: ElementStream([Float(1), 2, .nan, 3, 4, 200]))
    #expect(result.total == 210 && result.totalOfSquares == 40030)
    #expect(result.finiteCount == 5 && result.error.sums.count == 2)
    #expect(result.refusedBlockCount == 1 && result.firstRefusal?.block == 1)
    let range = ClippingRange(lower: 3, upper: 200)
    #expect(result.firstRefusal?.reason == .scaleOverflows(range))
    // Squares that float32 does not hold.
    let digest = try TensorDigest(
      of: ElementStream([largest, -largest]), layout: BlockLayout(elementCount: 2),
      scheme: .standard)
    #expect(digest.pass.totalOfSquares == 2 * Double(largest) * Double(largest))
    #expect(digest.pass.total == 0)
  }

  @Test("bins narrower than float64 can say are counted without a trap")
  func narrow() throws {
    let tiny = Double.leastNonzeroMagnitude
    let values = [0, tiny, 2 * tiny, 3 * tiny]
    let bins = Bins(over: 0...3 * tiny, count: 64)
    let histogram = try Histogram(of: ElementStream(values), over: bins)
    #expect(histogram.counts.reduce(0, +) == 4)
  }

  @Test(
    "many elements of few patterns are counted by pattern, to the same histogram",
    arguments: [ElementType.uint8, .int8, .float8E5M2, .float16])
  func patterns(_ type: ElementType) throws {
    var random = SplitMix64(seed: 102)
    let patternCount = try #require(type.patternCount)
    let count = 4 * patternCount + 3
    let bytes = (0..<count * type.byteCount).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let values = (0..<count).map { element in
      let first = element * type.byteCount
      let high = type.byteCount == 2 ? Int(bytes[first + 1]) << 8 : 0
      return type.value(ofPattern: Int(bytes[first]) | high)
    }
    let bins = Bins(over: -3...100, count: 7)
    let counted = try Histogram(of: ElementStream(type, bytes: bytes), over: bins)
    #expect(counted == (try Histogram(of: ElementStream(values), over: bins)), "seed 102")
  }
}
