import Calibration
import QuantizationEngine
import TestSupport

extension Fixture {
  /// What a calibrator makes of the whole tensor, with signed symmetric codes unless asked otherwise.
  func calibrated(
    _ calibrator: any Calibrator, bitWidth: Int, symmetry: Symmetry = .symmetric,
    signedness: Signedness? = nil
  ) throws -> CalibratedBlock {
    guard let block else { throw CalibrationError.noFiniteValues }
    return try calibrator.calibrated(
      block, scheme: Scheme(bitWidth: bitWidth, symmetry: symmetry, signedness: signedness))
  }

  /// Nothing, if a calibrator refuses the tensor as the tool does; else one sentence.
  func refusal(
    of calibrator: any Calibrator, bitWidth: Int, symmetry: Symmetry = .symmetric,
    signedness: Signedness? = nil
  ) -> [String] {
    do {
      let found = try calibrated(
        calibrator, bitWidth: bitWidth, symmetry: symmetry, signedness: signedness)
      return ["should be refused, is \(found.range)"]
    } catch {
      return []
    }
  }

  /// Whether its values are digested in this build: all in an optimised one, else those of small
  /// tensors, because an unoptimised digest takes seconds for the others.
  var isSmallEnoughToDigest: Bool {
    var isOptimised = true
    assert(
      {
        isOptimised = false; return true
      }())
    return isOptimised || values.count <= 4096
  }
}
