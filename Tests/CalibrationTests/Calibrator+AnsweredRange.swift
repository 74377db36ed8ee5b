import QuantizationEngine

@testable import Calibration

extension Calibrator {
  /// The range it chooses, or what its tool answers instead.
  func answeredRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try requireEncoding(in: distribution, scheme: scheme)
    return try clippingRange(for: distribution, scheme: scheme)
  }
}
