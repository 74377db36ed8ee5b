import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("ONNX Runtime, call by call")
struct OrtBatchTests {
  @Test("histograms that grow over two, five and eight calls end in the tool's thresholds")
  func thresholds() throws {
    var tally = GoldenTally("ort histograms over batches")
    for golden in try ToolGolden.all("ort-batches").thinnedInDebug {
      let parts = golden.record.split(separator: "/").map(String.init)
      let fixture = Fixture.named(golden.tensor)
      #if DEBUG
        // Seven million edges take seconds in unoptimized code.
        guard fixture.id != "adv_huge_outlier" else { continue }
      #endif
      let count = try #require(Int(parts[parts.count - 1]))
      let calibrator: any BatchCalibrator =
        switch parts[0] {
        case "percentile":
          OrtPercentileCalibrator(
            percent: try #require(Double(parts[1])),
            histogram: parts[2] == "symmetric" ? .magnitudes : .values)
        case "entropy": OrtEntropyCalibrator(binCount: 256, quantizedBinCount: 64)
        default: OrtDistributionCalibrator()
        }
      try tally.countBlock(golden) { block in
        let range = try calibrator.over(BatchSequence(fixture.values, count: count))
          .answeredRange(for: block, scheme: .standard)
        return difference("lower", golden.float("low"), Float(range.lower))
          + difference("upper", golden.float("high"), Float(range.upper))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("a histogram that an outlier makes too large to search is refused with its size")
  func tooManyBins() throws {
    let batches = BatchSequence([
      SortedDistribution([-1, 0.5, 1] as [Float]), SortedDistribution([-1, 10000] as [Float]),
    ])
    let error = try #require(throws: CalibrationError.self) {
      try OrtEntropyCalibrator().clippingRange(over: batches, scheme: .standard)
    }
    // ⌊9999 / (2 / 128)⌋ + 1 bins more on each side.
    #expect("\(error)".contains("grow from 128 bins to 1280002"))
    let range = try OrtPercentileCalibrator(percent: 50, binCount: 512, histogram: .values)
      .clippingRange(over: batches, scheme: .standard)
    #expect(range.lower == -1)
  }

  @Test("sketches of the batches end near the ranges of the batches themselves")
  func sketches() throws {
    var random = SplitMix64(seed: 47)
    let parts = (1...4).map { part in
      (0..<2000).map { _ in Float(Int64(bitPattern: random.next()) >> 20) * Float(part) }
    }
    let exact = BatchSequence(parts.map { SortedDistribution($0) })
    let sketched = BatchSequence(parts.map { SketchedDistribution(TensorSketch($0)) })
    for calibrator in [
      OrtPercentileCalibrator(percent: 99),
      OrtPercentileCalibrator(percent: 99, histogram: .values),
      OrtDistributionCalibrator(), TorchHistogramCalibrator(),
      AimetPercentileCalibrator(percent: 99),
    ] as [any BatchCalibrator] {
      let scheme = Scheme.standard
      let range = try calibrator.clippingRange(over: exact, scheme: scheme)
      let estimate = try calibrator.clippingRange(over: sketched, scheme: scheme)
      #expect(abs(estimate.upper - range.upper) <= 0.01 * range.upper, "\(calibrator.name)")
      #expect(abs(estimate.lower - range.lower) <= 0.01 * -range.lower, "\(calibrator.name)")
    }
  }

  @Test("a batch without values counts as 0…0 among values, and fails among magnitudes")
  func emptyBatch() throws {
    let values = SortedDistribution([1, 2, 3, 4] as [Float])
    let batches = BatchSequence([values, SortedDistribution([] as [Float])])
    let range = try OrtDistributionCalibrator().clippingRange(over: batches, scheme: .standard)
    #expect(range == ClippingRange(lower: -4, upper: 4))
    let error = try #require(throws: CalibrationError.self) {
      try OrtPercentileCalibrator().clippingRange(over: batches, scheme: .standard)
    }
    #expect("\(error)".contains("a batch is empty"))
  }
}
