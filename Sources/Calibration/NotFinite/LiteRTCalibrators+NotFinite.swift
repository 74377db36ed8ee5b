public import QuantizationEngine

/// What ai-edge-quantizer makes of them: a scale that is NaN or infinite.
private func answerOfBounds(_ distribution: any Distribution, _ scheme: Scheme) -> ToolAnswer? {
  guard let bounds = RawBounds(distribution) else { return nil }
  // NumPy makes 0 of a zero-point that is NaN.
  let isLowest = scheme.symmetry == .asymmetric && bounds.hasLower
  return .encoding(
    scale: distribution.excluded.scaleOfBounds, zeroPoint: isLowest ? scheme.quantMin : 0)
}

extension LiteRTMinMaxCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    answerOfBounds(distribution, scheme)
  }
}

extension LiteRTOctavCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    answerOfBounds(distribution, scheme)
  }
}

extension LiteRTMeanSquaredErrorCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    answerOfBounds(distribution, scheme)
  }
}

extension TFLiteMinMaxCalibrator: NotFiniteAnswering {
  /// A failure on NaN, which its calibration logger looks for; an infinite scale.
  ///
  /// Source: tensorflow 2.21, `lite/tools/optimize/calibration/calibration_logger.cc`.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    guard distribution.excluded.nan == 0 else {
      return .fails("Model resulted in Nan value during calibration.")
    }
    return .encoding(scale: .infinity, zeroPoint: nil)
  }
}
