import Calibration
import QuantizationEngine
import TestSupport
import Testing

@Suite("no tool's choice beats the least error")
struct LeastErrorTests {
  /// Searches take seconds in unoptimized code, which therefore looks at a few small tensors only.
  private static let fixtures: [Fixture] = {
    #if DEBUG
      ["adv_laplace", "adv_bf16", "adv_one_sided_neg_small"].map(Fixture.named)
    #else
      Fixture.all
    #endif
  }()

  @Test(
    "of the same codes, zero-points alike, none has an MSE below ours at all",
    arguments: fixtures,
    [(8, Symmetry.asymmetric), (8, .symmetric), (4, .asymmetric), (4, .symmetric)])
  func leastError(fixture: Fixture, choice: (bitWidth: Int, symmetry: Symmetry)) throws {
    let tensor = try fixture.tensor(.perTensor)
    guard tensor.count > 0 else { return }
    let scheme = try Scheme(bitWidth: choice.bitWidth, symmetry: choice.symmetry)
    func row(_ calibrator: any Calibrator) -> CalibrationRow.Choice? {
      let row = CalibrationRow(calibrator, on: tensor, scheme: scheme, reference: nil)
      if case .chosen(let choice) = row.outcome { return choice }
      return nil
    }
    let ours = try #require(row(MeanSquaredErrorCalibrator()))
    let least = try #require(ours.error.meanSquaredError)
    let encoding = try #require(ours.quantizer(ofBlock: 0)).encoding
    let calibrators =
      CalibratorCatalog.all
      + CalibratorCatalog.all.map { calibrator in
        calibrator.over(8) { count, _ in BatchSequence(fixture.values, count: count) }
      }
    for calibrator in calibrators {
      guard let choice = row(calibrator), let error = choice.error.meanSquaredError,
        let other = choice.quantizer(ofBlock: 0)?.encoding,
        // Our rule has no subnormal scales; some tools do.
        other.scale.isNormal,
        other.quantMin == encoding.quantMin, other.quantMax == encoding.quantMax,
        scheme.symmetry == .asymmetric || other.zeroPoint == encoding.zeroPoint
      else { continue }
      #expect(error >= least, "\(calibrator.name) has \(error), mse \(least)")
    }
  }
}
