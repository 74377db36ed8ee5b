public import QuantizationEngine

/// A fixed range: 0…1 for one-sided values and −1…1 for others.
///
/// DoReFa does not choose a range; it makes the values fit one. Activations are clipped to 0…1, and
/// weights are squeezed into −1…1 by tanh(w) / max |tanh(w)| before they are quantized. What is shown
/// here is the range itself, on the values as they are: what happens to a tensor that was not trained
/// for it.
///
/// Source: Zhou et al., "DoReFa-Net: Training Low Bitwidth Convolutional Neural Networks with Low
/// Bitwidth Gradients" (arXiv 1606.06160), equations 9 and 10.
public struct DoReFaCalibrator: Calibrator {
  /// The calibrator.
  public init() {}

  /// `dorefa`.
  public var name: String { "dorefa" }

  /// What it keeps.
  public var summary: String { "a fixed range: 0…1 for one-sided values, −1…1 for others" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Nothing is measured but the signs: non-negative values get 0…1, others −1…1.",
      "Networks trained with DoReFa bound their activations so; weights are squeezed by"
        + " tanh(w) / max |tanh w| first, which is not done here.",
      "Scale and zero-point by the scheme.",
      "Source: Zhou et al., arXiv 1606.06160.",
    ]
  }

  /// The range that the signs ask for.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.bounds else { throw .noFiniteValues }
    return ClippingRange(lower: bounds.lowerBound >= 0 ? 0 : -1, upper: 1)
  }
}
