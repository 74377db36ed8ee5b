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
    return try calibrator.answered(
      block, scheme: Scheme(bitWidth: bitWidth, symmetry: symmetry, signedness: signedness))
  }

  /// What a calibrator makes of the whole tensor under a scheme.
  func calibrated(_ calibrator: any Calibrator, scheme: Scheme) throws -> CalibratedBlock {
    guard let block else { throw CalibrationError.noFiniteValues }
    return try calibrator.answered(block, scheme: scheme)
  }

  /// Nothing, if a calibrator refuses the tensor as the tool does; else one sentence.
  func refusal(
    of calibrator: any Calibrator, bitWidth: Int, symmetry: Symmetry = .symmetric,
    signedness: Signedness? = nil
  ) throws -> [String] {
    do {
      let found = try calibrated(
        calibrator, bitWidth: bitWidth, symmetry: symmetry, signedness: signedness)
      return ["should be refused, is \(found.range)"]
    } catch let error as CalibrationError {
      // What the tool answers is compared with what it answered.
      if case .toolAnswers = error { throw error }
      return []
    }
  }

  /// What a calibrator makes of the whole tensor under a scheme; nil where it refuses.
  ///
  /// - Throws: what the tool answers, where that is no encoding.
  func calibratedIfAny(
    _ calibrator: any Calibrator, scheme: Scheme
  ) throws -> CalibratedBlock? {
    do {
      return try calibrated(calibrator, scheme: scheme)
    } catch let error as CalibrationError {
      if case .toolAnswers = error { throw error }
      return nil
    }
  }
}
