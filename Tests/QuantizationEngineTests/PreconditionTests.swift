import QuantizationEngine
import Testing

/// Programmer errors stop the program where they are made.
@Suite struct PreconditionTests {
  @Test("bins need a number and a finite window")
  func bins() async {
    await #expect(processExitsWith: .failure) { _ = Bins(over: 0...1, count: 0) }
    await #expect(processExitsWith: .failure) { _ = Bins(over: 0...Double.infinity, count: 4) }
  }

  @Test("a percentile is from 0 to 100")
  func percentiles() async {
    await #expect(processExitsWith: .failure) { _ = SortedDistribution([Float(1)]).percentile(101) }
    await #expect(processExitsWith: .failure) {
      _ = SortedDistribution([Float(1)]).percentile(-0.1)
    }
  }

  @Test("a staircase has ascending levels; a nearest one strictly, and finite")
  func staircases() async {
    await #expect(processExitsWith: .failure) {
      _ = Staircase(levels: [], guess: { _ in 0 }, index: { _ in 0 })
    }
    await #expect(processExitsWith: .failure) {
      _ = Staircase(levels: [1, 0], guess: { _ in 0 }, index: { _ in 0 })
    }
    await #expect(processExitsWith: .failure) { _ = Staircase(nearest: [1, 1]) }
    await #expect(processExitsWith: .failure) { _ = Staircase(nearest: [0, .infinity]) }
    await #expect(processExitsWith: .failure) { _ = Staircase.float8E4M3(scale: 0) }
    await #expect(processExitsWith: .failure) { _ = Staircase.float8E4M3(scale: .infinity) }
    await #expect(processExitsWith: .failure) {
      _ = Staircase.signedPowersOfTwo(exponents: -149...0)
    }
    await #expect(processExitsWith: .failure) {
      _ = Staircase.signedPowersOfTwo(exponents: 0...127)
    }
  }

  @Test("a tensor has as many values as its layout, and as many staircases as blocks")
  func tensors() async {
    await #expect(processExitsWith: .failure) {
      let layout = try BlockLayout(shape: [3], granularity: .perTensor)
      _ = TensorDistribution([Float(1)], layout: layout)
    }
    await #expect(processExitsWith: .failure) {
      let layout = try BlockLayout(shape: [1], granularity: .perTensor)
      _ = TensorDistribution([Float(1)], layout: layout).error(on: [])
    }
    await #expect(processExitsWith: .failure) {
      _ = try BlockLayout(shape: [2], granularity: .perTensor).block(ofElement: 2)
    }
    await #expect(processExitsWith: .failure) {
      try BlockLayout(shape: [2], granularity: .perTensor).forEachRun(ofBlock: 1) { _, _ in }
    }
  }

  @Test("sums of blocks with different numbers of codes do not add; nor do different histograms")
  func sums() async {
    await #expect(processExitsWith: .failure) {
      let line = SortedDistribution([Float(1)])
      _ =
        ErrorSums(of: line, on: Staircase(nearest: [0, 1]))
        + ErrorSums(of: line, on: Staircase(nearest: [0, 1, 2]))
    }
    await #expect(processExitsWith: .failure) {
      _ =
        Histogram(bins: Bins(over: 0...1, count: 1), counts: [1])
        + Histogram(bins: Bins(over: 0...2, count: 1), counts: [1])
    }
  }
}
