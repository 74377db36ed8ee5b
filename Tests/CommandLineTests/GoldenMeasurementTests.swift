import Foundation
import TestSupport
import Testing

/// `qviz measure` on every fixture against what PyTorch and NumPy answered.
///
/// PyTorch multiplies by the inverse of the scale, so the program is told to.
@Suite struct GoldenMeasurementTests {
  /// NumPy sums pairwise in blocks of 128: under 32 ulps for these sizes.
  private let sumTolerance = 32 * 0x1p-53
  /// 2048 logarithms of ratios near one, each with an ulp, weighted by shares that sum to one.
  private let divergenceTolerance = 2048 * 0x1p-52

  /// Larger tensors are measured in a few settings only, for the sake of time.
  private let largestForAll = 20_000
  private let someSettings = ["minmax/asymmetric8", "p1_99/symmetric8", "half/asymmetric6"]

  @Test("every fixture, as the tools measured it", arguments: Fixture.all)
  func measure(_ fixture: Fixture) throws {
    for (name, golden) in try ReferenceGolden(fixture).records {
      guard fixture.values.count <= largestForAll || someSettings.contains(name),
        golden.degenerate != true, fixture.values.contains(where: \.isFinite)
      else { continue }
      let scratch = try ScratchFolder()
      let report = try MeasurementReport(
        measuring: [
          Checkout.tensor(fixture.id), "--dtype", fixture.dtype,
          "--min", "\(golden.clipMin)", "--max", "\(golden.clipMax)",
          "--bits", "\(golden.bits)", flag(golden.scheme), "--scaling", "multiply-by-inverse",
          "--dequantized", scratch.path("dequantized.npy"),
        ])
      expectTensor(report.tensor, fixture, try ReferenceGolden(fixture).statistics)
      #expect(report.scheme.bits == golden.bits)
      #expect(
        report.scheme.quantMin == golden.quantMin && report.scheme.quantMax == golden.quantMax)
      #expect(
        report.clippingRange == .init(min: .one(golden.clipMin), max: .one(golden.clipMax)))
      // A scale below the smallest normal float32 becomes 1 by definition; the tools keep theirs.
      guard let scale = golden.scale, scale >= Double(Float.leastNormalMagnitude) else { continue }
      #expect(report.encodings.map(\.zeroPoint) == [try #require(golden.zeroPoint)], "\(name)")
      #expect(
        report.encodings.map(\.scale)
          == [Double(Float(hexadecimalBits: try #require(golden.scaleFloat32)))], "\(name)")
      let dequantized = try NpyArray(path: scratch.path("dequantized.npy"))
      #expect(dequantized.dtype == "<f4" && dequantized.shape == fixture.shape)
      #expect(
        SHA256.hexadecimal(of: Array(dequantized.bytes)) == golden.fakeQuantizeSha256, "\(name)")
      if fixture.values.allSatisfy(\.isFinite), let metrics = golden.fakeQuantizeMetrics,
        golden.bits <= 8
      {
        expectMetrics(report.error, metrics, name)
      }
      if let kl = golden.klLevelExpanded {
        #expect(abs((report.error.klNats ?? .nan) - kl) <= divergenceTolerance, "\(name)")
      }
    }
  }

  private func flag(_ scheme: String) -> String {
    switch scheme {
    case "symmetric_narrow": "--restricted-symmetric"
    default: "--\(scheme)"
    }
  }

  private func expectTensor(
    _ tensor: MeasurementReport.Tensor, _ fixture: Fixture, _ golden: ReferenceGolden.Statistics
  ) {
    #expect(tensor.name == fixture.id && tensor.dtype == fixture.dtype)
    #expect(tensor.shape == fixture.shape && tensor.count == golden.n)
    #expect(tensor.nan == golden.nNan)
    #expect(tensor.positiveInfinity == golden.nPosinf)
    #expect(tensor.negativeInfinity == golden.nNeginf)
    #expect(tensor.finite == golden.n - golden.nNan - golden.nPosinf - golden.nNeginf)
    #expect(tensor.min == golden.finiteMin && tensor.max == golden.finiteMax)
  }

  private func expectMetrics(
    _ found: MeasurementReport.Metrics, _ golden: ReferenceGolden.Metrics, _ name: String
  ) {
    func expect(_ metric: String, _ found: Double?, _ expected: Double?, within tolerance: Double) {
      // Where NumPy has 0/0 or infinity the report has null and a note.
      guard let expected, expected.isFinite else { return }
      #expect(
        abs((found ?? .nan) - expected) <= tolerance, "\(metric) of \(name): \(found as Any)")
    }
    expect("MSE", found.mse, golden.mse, within: sumTolerance * (golden.mse ?? 0))
    expect("MAE", found.mae, golden.mae, within: sumTolerance * (golden.mae ?? 0))
    expect("max", found.maxAbsError, golden.maxAbsErr, within: 0)
    expect("SQNR", found.sqnrDb, golden.sqnrDb, within: 10 / log(10) * 2 * sumTolerance)
    expect("cosine", found.cosine, golden.cosine, within: sumTolerance)
    let parts = (found.mseRounding ?? .nan) + (found.mseClipping ?? .nan)
    expect("parts", parts, golden.mse, within: sumTolerance * (golden.mse ?? 0))
  }
}
