import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

@Suite("ranges near the limits of float32")
struct NarrowRangeTests {
  @Test("where NumPy has too many bins for the range, so have the calibrators that ask it")
  func tooManyBins() throws {
    // numpy.histogram(normal(1000, 1e-3, 2000), 128) raises, as it does for 2048 bins of 1 ± 1e-5; of
    // these 128 are made.
    let far = SortedDistribution((0..<2000).map { Float(1000 + Double($0 - 1000) * 3e-6) })
    let near = SortedDistribution((0..<384).map { Float(1 + Double($0 - 192) * 1.4e-7) })
    for bins in [128, 512, 2048] {
      #expect(throws: CalibrationError.self) {
        try NumPyBins(over: try #require(far.floatBounds), count: bins, tool: "test")
      }
    }
    #expect(throws: CalibrationError.self) {
      try NumPyBins(over: try #require(near.floatBounds), count: 2048, tool: "test")
    }
    #expect(throws: Never.self) {
      try NumPyBins(over: try #require(near.floatBounds), count: 128, tool: "test")
    }
    #expect(throws: CalibrationError.self) {
      try OrtPercentileCalibrator().clippingRange(for: far, scheme: .standard)
    }
    #expect(throws: CalibrationError.self) {
      try TensorRTEntropyCalibrator(binning: .numPy).clippingRange(
        for: near, scheme: Scheme(bitWidth: 8, symmetry: .symmetric))
    }
  }

  @Test("where ModelOpt makes zeros of all candidates, the first of them wins")
  func zeros() throws {
    var random = SplitMix64(seed: 3)
    let values = (0..<1500).map { _ in
      Float(Int64(bitPattern: random.next()) >> 40) * 0x1p-24 * 1e-8
    }
    let block = SortedDistribution(values)
    let found = try TensorRTMeanSquaredErrorCalibrator().clippingRange(
      for: block, scheme: Scheme(bitWidth: 8, symmetry: .symmetric))
    // The centre of bin 128 of 2048.
    let largest = Double(try #require(block.largestMagnitude))
    #expect(abs(found.upper - largest * 128.5 / 2048) <= largest * 0x1p-20)
  }
}
