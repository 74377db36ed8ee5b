import TestSupport
import Testing

@testable import QuantizationEngine

/// Mean, spread and shape against loops over the values.
@Suite struct ValueStatisticsTests {
  private func expect(_ tensor: TensorDistribution, values: [Double], _ context: String) throws {
    guard !values.isEmpty else {
      #expect(ValueStatistics(tensor) == nil)
      return
    }
    let found = try #require(ValueStatistics(tensor))
    let number = Double(values.count)
    let mean = CompensatedSum(values).value / number
    let largest = values.map(\.magnitude).max() ?? 0
    func power(_ exponent: Int) -> Double {
      CompensatedSum(
        values.map { value in
          let distance = (value - mean) / largest
          return (1..<exponent).reduce(distance) { power, _ in power * distance }
        }
      ).value / number
    }
    #expect(
      found.count == values.count && found.zeroCount == values.count { $0 == 0 }, "\(context)")
    // The mean of the magnitudes bounds what a sum of 53 bits may lose.
    #expect(abs(found.mean - mean) <= 0x1p-51 * largest, "\(context)")
    guard largest > 0, values.contains(where: { $0 != values[0] }) else {
      #expect(found.standardDeviation == 0 && found.kurtosis == nil, "\(context)")
      return
    }
    let variance = power(2)
    let deviation = variance.squareRoot()
    // Each distance is rounded to half an ulp of the mean, which is many where the spread is small.
    let tolerance = 1e-12 + 0x1p-50 / deviation
    #expect(
      abs(found.standardDeviation - deviation * largest) <= tolerance * deviation * largest,
      "\(context)")
    let kurtosis = power(4) / (variance * variance)
    #expect(abs(try #require(found.kurtosis) - kurtosis) <= 8 * tolerance * kurtosis, "\(context)")
    let ratio = try #require(found.largestInDeviations)
    #expect(abs(ratio - 1 / deviation) <= tolerance / deviation, "\(context)")
  }

  @Test("of every fixture", arguments: Fixture.all)
  func fixtures(_ fixture: Fixture) throws {
    try expect(try fixture.distribution, values: fixture.finite, fixture.id)
  }

  @Test("blocks make no difference, and counted values are as those on a line")
  func blocks() throws {
    var random = SplitMix64(seed: 41)
    let values = (0..<12 * 400).map { _ in
      (random.nextNormal() * 300 + 200).rounded() / 128
    }
    let numbers = values.map { Double(Float($0)) }
    for granularity in [Granularity.perTensor, .perChannel(axis: 0), .perGroup(axis: 1, size: 16)] {
      let layout = try BlockLayout(shape: [12, 400], granularity: granularity)
      try expect(
        TensorDistribution(values.map { Float($0) }, layout: layout), values: numbers, "seed 41")
    }
    let counted = CountedDistribution(values.map { (value: Float($0), count: 1) })
    let tensor = TensorDistribution(
      blocks: [counted], layout: try BlockLayout(shape: [12 * 400], granularity: .perTensor),
      excluded: NonFiniteCounts(), exactness: .exact)
    try expect(tensor, values: numbers, "counted, seed 41")
  }

  @Test("a small spread about a large mean keeps its digits")
  func offset() throws {
    var random = SplitMix64(seed: 42)
    let values = (0..<5000).map { _ in 1000 + random.nextNormal() * 1e-3 }
    let tensor = TensorDistribution(
      values, layout: try BlockLayout(shape: [5000], granularity: .perTensor))
    let shifted = TensorDistribution(
      values.map { $0 - 1000 }, layout: try BlockLayout(shape: [5000], granularity: .perTensor))
    let found = try #require(ValueStatistics(tensor))
    let plain = try #require(ValueStatistics(shifted))
    #expect(
      abs(found.standardDeviation - plain.standardDeviation) <= 1e-12 * plain.standardDeviation)
    #expect(abs(found.kurtosis! - plain.kurtosis!) <= 1e-11 * plain.kurtosis!)
  }

  @Test("a normal and an even distribution have the kurtosis of their kind")
  func shapes() throws {
    var random = SplitMix64(seed: 43)
    let layout = try BlockLayout(shape: [100_000], granularity: .perTensor)
    let normal = TensorDistribution((0..<100_000).map { _ in random.nextNormal() }, layout: layout)
    let even = TensorDistribution((0..<100_000).map { Double($0) }, layout: layout)
    #expect(abs(try #require(ValueStatistics(normal)?.kurtosis) - 3) < 0.1, "seed 43")
    #expect(abs(try #require(ValueStatistics(even)?.kurtosis) - 1.8) < 1e-9)
  }
}
