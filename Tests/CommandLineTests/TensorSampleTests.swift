import QuantizationEngine
import TensorFiles
import TestSupport
import Testing

@testable import qviz

@Suite("the distribution of a sample")
struct TensorSampleTests {
  @Test(
    "each block has the finite values that the runs have of it, sorted",
    arguments: [
      Granularity.perTensor, .perChannel(axis: 0), .perChannel(axis: 1),
      .perGroup(axis: 1, size: 4),
    ])
  func blocks(granularity: Granularity) throws {
    let layout = try BlockLayout(shape: [6, 30], granularity: granularity)
    var random = SplitMix64(seed: 3)
    let runs = [0..<17, 31..<64, 70..<71, 150..<180]
    var elements = runs.joined().map { _ in Float(random.nextNormal()) }
    (elements[3], elements[20], elements[21], elements[40]) = (.nan, .infinity, -.infinity, .nan)
    for values in [TensorValues.float32(elements), .float64(elements.map { Double($0) })] {
      let sample = TensorDistribution(sample: values, runs: runs, layout: layout)
      var expected: [[Double]] = Array(repeating: [], count: layout.blockCount)
      for (element, value) in zip(runs.joined(), elements) where value.isFinite {
        expected[layout.block(ofElement: element)].append(Double(value))
      }
      let found = sample.blocks.map { block in (0..<block.count).map(block.value(atRank:)) }
      #expect(found == expected.map { $0.sorted() })
      #expect(sample.exactness == .sample(of: 180))
      #expect(
        sample.excluded == NonFiniteCounts(nan: 2, positiveInfinity: 1, negativeInfinity: 1))
    }
  }
}
