import QuantizationEngine
import TestSupport
import Testing

@testable import Calibration

@Suite("the yardstick of the table")
struct YardstickTests {
  @Test(
    "no calibrator of the same codes has a lower squared error than mse",
    arguments: ["adv_laplace", "adv_bimodal", "adv_all_pos", "crepe_bn_var", "adv_ties_pow2"])
  func neverBeaten(id: String) throws {
    let fixture = Fixture.named(id)
    let block = try #require(fixture.block)
    for symmetry in Symmetry.allCases {
      let scheme = try Scheme(bitWidth: 4, symmetry: symmetry)
      for calibrator in CalibratorCatalog.all {
        guard let found = try? calibrator.calibrated(block, scheme: scheme) else { continue }
        let encoding = found.quantizer.encoding
        let codes = try Self.scheme(of: encoding, in: Symmetry.allCases)
        guard let codes else { continue }
        let best = try MeanSquaredErrorCalibrator().calibrated(block, scheme: codes)
        let error = block.squaredError(on: found.quantizer.staircase)
        let least = block.squaredError(on: best.quantizer.staircase)
        #expect(error >= least * 0.999, "\(calibrator.name) beats mse for \(symmetry)")
      }
    }
  }

  /// The least constrained scheme that has an encoding's codes and could have its zero-point.
  private static func scheme(
    of encoding: AffineEncoding, in symmetries: [Symmetry]
  ) throws -> Scheme? {
    for symmetry in symmetries {
      for signedness in Signedness.allCases {
        let scheme = try Scheme(bitWidth: 4, symmetry: symmetry, signedness: signedness)
        guard scheme.quantMin == encoding.quantMin, scheme.quantMax == encoding.quantMax else {
          continue
        }
        if symmetry == .asymmetric || scheme.symmetricZeroPoint == encoding.zeroPoint {
          return scheme
        }
      }
    }
    return nil
  }
}
