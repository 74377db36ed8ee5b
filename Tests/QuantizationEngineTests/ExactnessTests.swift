import QuantizationEngine
import TestSupport
import Testing

@Suite struct ExactnessTests {
  @Test("values make an exact distribution; a maker of blocks says how exact it is")
  func exactness() throws {
    let layout = try BlockLayout(shape: [3], granularity: .perTensor)
    let exact = TensorDistribution([1, 2, .nan] as [Float], layout: layout)
    #expect(exact.exactness == .exact)
    let sample = TensorDistribution(
      blocks: exact.blocks, layout: try BlockLayout(shape: [300], granularity: .perTensor),
      excluded: exact.excluded, exactness: .sample(of: 300))
    #expect(sample.exactness == .sample(of: 300))
    #expect(sample.count == 2)
    #expect(sample.excluded.nan == 1)
  }

  @Test("an exact error has no bounds")
  func noBounds() throws {
    let layout = try BlockLayout(shape: [2], granularity: .perTensor)
    let error = TensorDistribution([1, 2] as [Float], layout: layout)
      .error(on: [Staircase(nearest: [0, 1])])
    #expect(error.bounds == nil)
  }

  @Test(
    "the distance from a range is that from its farther end",
    arguments: [
      (1.0...3.0, 1.5, 1.5), (1.0...3.0, 4.0, 3.0), (2.0...2.0, 2.0, 0.0),
      (5.0...Double.infinity, .infinity, .infinity),
      (Double.infinity...Double.infinity, .infinity, 0.0),
    ])
  func distance(_ range: ClosedRange<Double>, _ shown: Double, _ expected: Double) {
    #expect(range.greatestDistance(from: shown) == expected)
  }
}
