import Calibration
import QuantizationEngine
import Synchronization
import TestSupport
import Testing

@Suite("calibrators")
struct CalibratorTests {
  @Test("min-max keeps every finite value", arguments: Fixture.all)
  func minMax(fixture: Fixture) throws {
    let block = try #require(fixture.block)
    guard let lowest = fixture.finite.min(), let highest = fixture.finite.max() else { return }
    let range = try MinMaxCalibrator().clippingRange(for: block, scheme: .standard)
    #expect(range == ClippingRange(lower: lowest, upper: highest))
  }

  @Test("percentile cuts where numpy cuts", arguments: Fixture.real)
  func percentile(fixture: Fixture) throws {
    let block = try #require(fixture.block)
    let golden = try ReferenceGolden(fixture).statistics.percentiles
    for (percent, lowerKey, upperKey) in [(99.9, "0.1", "99.9"), (99, "1", "99")] {
      guard let lower = golden[lowerKey], let upper = golden[upperKey] else { continue }
      let range = try PercentileCalibrator(percent: percent)
        .clippingRange(for: block, scheme: .standard)
      // 100 − 99.9 is not exactly 0.1: the position moves by n ulps, the value by that share of a gap.
      let gap = max(abs(upper), abs(lower)) * 1e-9
      #expect(abs(range.lower - lower) <= gap)
      #expect(abs(range.upper - upper) <= gap)
    }
  }

  @Test("a percentile is above 50 and at most 100")
  func percentileBounds() throws {
    for percent in [50, 100.5, -1, .nan] as [Double] {
      #expect(throws: CalibrationError.self) { try PercentileCalibrator(percent: percent) }
    }
    let whole = try PercentileCalibrator(percent: 100)
    let block = SortedDistribution([3, -1, 2] as [Float])
    #expect(
      try whole.clippingRange(for: block, scheme: .standard) == ClippingRange(lower: -1, upper: 3))
    #expect(whole.setting == "100.0 %")
  }

  @Test("entropy is never worse than min-max", arguments: ["act_minilm_l4_gelu", "adv_laplace"])
  func entropy(id: String) throws {
    let block = try #require(Fixture.named(id).block)
    let reference = try #require(DivergenceReference(block))
    for (bitWidth, symmetry) in [(4, Symmetry.asymmetric), (6, .symmetric)] {
      let scheme = try Scheme(bitWidth: bitWidth, symmetry: symmetry)
      func divergence(_ calibrator: any Calibrator) throws -> Double {
        let range = try calibrator.clippingRange(for: block, scheme: scheme)
        let quantizer = AffineQuantizer(encoding: try scheme.encoding(for: range))
        return reference.klDivergence(on: [quantizer.staircase])
      }
      let ours = try divergence(EntropyCalibrator())
      #expect(ours <= (try divergence(MinMaxCalibrator())))
      #expect(ours <= (try divergence(PercentileCalibrator())) * 1.05)
    }
  }

  @Test("entropy takes the widest range where nothing is lost at this number of bins")
  func entropyOfFineScheme() throws {
    let block = try #require(Fixture.named("act_minilm_l5_residual").block)
    let scheme = try Scheme(bitWidth: 16)
    let range = try EntropyCalibrator().clippingRange(for: block, scheme: scheme)
    #expect(range == (try MinMaxCalibrator().clippingRange(for: block, scheme: scheme)))
  }

  @Test("each channel is calibrated by itself, and one without values keeps 0…0")
  func channels() throws {
    let values: [Float] = [1, 2, .nan, .infinity, -4, 3]
    let layout = try BlockLayout(shape: [3, 2], granularity: .perChannel(axis: 0))
    let tensor = TensorDistribution(values, layout: layout)
    let ranges = try MinMaxCalibrator().clippingRanges(for: tensor, scheme: .standard)
    #expect(
      ranges == [
        ClippingRange(lower: 1, upper: 2), ClippingRange(lower: 0, upper: 0),
        ClippingRange(lower: -4, upper: 3),
      ])
  }

  @Test("names are stable and found again; an unknown one lists those there are")
  func catalog() throws {
    let names = CalibratorCatalog.all.map(\.name)
    #expect(names.prefix(4) == ["min-max", "percentile", "entropy", "mse"])
    #expect(Set(names).count == names.count)
    for calibrator in CalibratorCatalog.all {
      #expect(try CalibratorCatalog.calibrator(named: calibrator.name).name == calibrator.name)
      #expect(!calibrator.summary.isEmpty)
      #expect((1...6).contains(calibrator.explanation.count))
    }
    let error = #expect(throws: CalibrationError.self) {
      try CalibratorCatalog.calibrator(named: "kl")
    }
    #expect(
      error?.description
        == "no calibrator is called kl; did you mean entropy, tensorrt-entropy, ort-entropy or ncnn-kl?"
    )
  }

  @Test("a row of the table says what a calibrator chose and what it costs, or why it cannot")
  func rows() throws {
    let fixture = Fixture.named("adv_laplace")
    let tensor = try fixture.tensor(.perChannel(axis: 0))
    let row = CalibrationRow(
      MinMaxCalibrator(), on: tensor, scheme: .standard, reference: DivergenceReference(tensor))
    guard case .chosen(let choice) = row.outcome else {
      Issue.record("min-max must apply")
      return
    }
    #expect(choice.ranges.count == 8)
    #expect(choice.error.sums.count == fixture.values.count)
    #expect(choice.error.divergence != nil)
    let empty = TensorDistribution(
      [Float](), layout: try BlockLayout(shape: [0], granularity: .perTensor))
    let refused = CalibrationRow(
      MeanSquaredErrorCalibrator(), on: empty, scheme: .standard, reference: nil)
    guard case .notApplicable(let error) = refused.outcome else {
      Issue.record("mse must not apply to nothing")
      return
    }
    #expect(error == .noFiniteValues)
  }

  @Test("a row that nobody wants any more is given up between two blocks")
  func cancelling() throws {
    let layout = try BlockLayout(shape: [4096, 2], granularity: .perChannel(axis: 0))
    let tensor = TensorDistribution((0..<8192).map { Float($0) }, layout: layout)
    let calibrator = CountingCalibrator()
    let calls = calibrator.calls
    let monitor = ProgressMonitor(isCancelled: { calls.value >= 3 }, report: { _ in })
    #expect(throws: CancellationError.self) {
      try CalibrationRow(
        calibrator, on: tensor, scheme: .standard, reference: nil, monitor: monitor)
    }
    // Each processor may have begun a block when the third ended.
    let begun = calls.value
    #expect(begun >= 3 && begun < 4096 / 2)
  }

  @Test("every failure is one sentence")
  func sentences() {
    #expect(
      "\(CalibrationError.percentileOutOfRange(101))"
        == "percentile must be above 50 and at most 100, found 101.0")
    #expect(
      "\(CalibrationError.block(3, .noFiniteValues))"
        == "block 3: there are no finite values to calibrate on")
    #expect(
      "\(CalibrationError.noEncoding(.bitWidthOutOfRange(1)))"
        == "bit width must be from 2 to 16, found 1")
  }
}

/// Keeps every value, and counts how often it is asked.
private struct CountingCalibrator: Calibrator {
  final class Calls: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add() { count.add(1, ordering: .relaxed) }
  }

  let calls = Calls()

  var name: String { "counting" }
  var summary: String { "counts how often it is asked" }

  func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    calls.add()
    return try MinMaxCalibrator().clippingRange(for: distribution, scheme: scheme)
  }
}
