@testable import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("the TensorRT calibrators")
struct TensorRTCalibratorTests {
  @Test("amax and fake-quantized values of max are ModelOpt's")
  func largest() throws {
    var tally = GoldenTally("modelopt max")
    for golden in try ToolGolden.all("modelopt", "MaxCalibrator/per_tensor") {
      let fixture = Fixture.named(golden.tensor)
      tally.count(golden) {
        let calibrator = TensorRTMaxCalibrator()
        guard golden.error == nil else { return try fixture.refusal(of: calibrator, bitWidth: 8) }
        let eight = try fixture.calibrated(calibrator, bitWidth: 8)
        let four = try fixture.calibrated(calibrator, bitWidth: 4)
        return difference("amax", golden.float("amax"), Float(eight.range.upper))
          + fixture.valueDifference(golden, "fake8.out_f32", eight.quantizer)
          + fixture.valueDifference(golden, "fake4.out_f32", four.quantizer)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("amax of each channel is ModelOpt's")
  func channels() throws {
    var tally = GoldenTally("modelopt max of axis 0")
    for golden in try ToolGolden.all("modelopt", "MaxCalibrator/axis0") {
      tally.count(golden) {
        guard golden.error == nil else {
          return try Fixture.named(golden.tensor).refusal(of: TensorRTMaxCalibrator(), bitWidth: 8)
        }
        let tensor = try Fixture.named(golden.tensor).tensor(.perChannel(axis: 0))
        let found = try TensorRTMaxCalibrator()
          .clippingRanges(for: tensor, scheme: Scheme(bitWidth: 8, symmetry: .symmetric))
        let amax = found.map { Float($0.upper) }
        return golden.doubles("amax").map { difference("amax", $0, amax.map(Double.init)) }
          ?? difference("amax", golden.members["amax"], ToolGolden.digest(of: amax))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("the histograms are ModelOpt's", arguments: TensorRTBinning.allCases)
  func histograms(binning: TensorRTBinning) throws {
    var tally = GoldenTally("modelopt histograms \(binning)")
    let folder = Self.folder(of: binning)
    for golden in try ToolGolden.all("modelopt", "HistogramCalibrator/\(folder)/")
    where golden.record.hasSuffix("/histogram") {
      let fixture = Fixture.named(golden.tensor)
      tally.count(golden) {
        let histogram =
          fixture.hasNonFinite || fixture.values.isEmpty
          ? nil : try fixture.block.map { try binning.histogram(of: $0) }
        return difference(
          "counts", golden.members["hist"],
          histogram.map { ToolGolden.digest(of: $0.counts.map(Int64.init)) })
          + difference("first edge", golden.float("edge_first"), histogram?.edges.first)
          + difference("last edge", golden.float("edge_last"), histogram?.edges.last)
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test(
    "amax and fake-quantized values of histogram calibration are ModelOpt's",
    arguments: TensorRTBinning.allCases, ["percentile", "entropy", "mse"])
  func histogramCalibration(binning: TensorRTBinning, method: String) throws {
    var tally = GoldenTally("modelopt \(binning) \(method)")
    for bitWidth in [8, 4] {
      let folder = "HistogramCalibrator/\(Self.folder(of: binning))/bits\(bitWidth)/"
      for golden in try ToolGolden.all("modelopt", folder + method) {
        let fixture = Fixture.named(golden.tensor)
        let calibrator = try Self.calibrator(golden.record, binning: binning)
        guard fixture.isQuick else { continue }
        // At the ends of float32 every candidate is added up bin by bin, a second each if unoptimised.
        let isExtreme = ["adv_denormal", "adv_tiny_normal", "adv_range_1e38", "adv_overflow_range"]
          .contains(golden.tensor)
        guard method != "mse" || !isExtreme || !Self.isUnoptimised else { continue }
        tally.count(golden) {
          guard golden.error == nil else {
            return try fixture.refusal(of: calibrator, bitWidth: bitWidth)
          }
          let found = try fixture.calibrated(calibrator, bitWidth: bitWidth)
          return difference("amax", golden.float("amax"), Float(found.range.upper))
            + fixture.valueDifference(golden, "fake.out_f32", found.quantizer)
        }
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  @Test("amax of the search on the values is ModelOpt's")
  func valueSearch() throws {
    var tally = GoldenTally("modelopt mse on values")
    for golden in try ToolGolden.all("modelopt", "MseCalibrator/") {
      let fixture = Fixture.named(golden.tensor)
      let isDefault = golden.record.hasSuffix("bits8")
      // Forty staircases of 255 levels take unoptimised code a while.
      guard !isDefault || fixture.values.count <= 300 || !Self.isUnoptimised else { continue }
      let calibrator =
        isDefault
        ? ModelOptMeanSquaredErrorCalibrator()
        : ModelOptMeanSquaredErrorCalibrator(multiples: 0.2...1, step: 0.02)
      tally.count(golden) {
        guard golden.error == nil else {
          return try fixture.refusal(of: calibrator, bitWidth: 8)
        }
        let found = try fixture.calibrated(calibrator, bitWidth: isDefault ? 8 : 4)
        return difference("amax", golden.float("amax"), Float(found.range.upper))
      }
    }
    tally.report()
    #expect(tally.differences == [])
  }

  private static var isUnoptimised: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }

  private static func folder(of binning: TensorRTBinning) -> String {
    switch binning {
    case .torch: "torch_histc"
    case .numPy: "np_histogram"
    }
  }

  private static func calibrator(
    _ record: String, binning: TensorRTBinning
  ) throws -> any Calibrator {
    let method = record.split(separator: "/")[3]
    // The shipped `mse` hands its bit width over as a bias: qviz has `mse_argfix`, and tables it.
    if method.hasPrefix("mse") { return TensorRTMeanSquaredErrorCalibrator(binning: binning) }
    if method.hasPrefix("entropy") {
      return TensorRTEntropyCalibrator(stride: method.hasSuffix("4") ? 4 : 1, binning: binning)
    }
    return try TensorRTPercentileCalibrator(
      percent: Double(method.drop { !$0.isNumber }) ?? 0, binning: binning)
  }
}

extension Fixture {
  /// What differs between the tool's fake-quantized values and a quantizer's.
  ///
  /// The tool divides rounded floats, so its zeros keep the sign of the value; levels have one zero.
  fileprivate func valueDifference(
    _ golden: ToolGolden, _ member: String, _ quantizer: AffineQuantizer
  ) -> [String] {
    guard isQuick else { return [] }
    let found = values.map { value in
      let level = quantizer.fakeQuantize(value)
      return level == 0 ? Float(signOf: value, magnitudeOf: 0) : level
    }
    return difference(member, golden.members[member], ToolGolden.digest(of: found))
  }
}
