public import QuantizationEngine

/// Bounds that drift towards those of each batch, in float64 and with the scheme's arithmetic.
///
///     m ← m + c · (batch − m),  the first batch as it is
///
/// A tensor is cut into batches in row-major order (``BatchBounds``), so the result depends on the
/// order of the values.
///
/// Source: the exponential moving average of Jacob et al., "Quantization and Training of Neural
/// Networks for Efficient Integer-Arithmetic-Only Inference" (arXiv 1712.05877), section 3.1.
public struct MovingAverageCalibrator: BatchCalibrator {
  /// How far the bounds move with each batch, from 0 to 1.
  public let averagingConstant: Double
  /// The batches; nil where the order of the values is not known.
  public let batches: BatchBounds?

  /// The calibrator over some batches.
  public init(averagingConstant: Double = 0.1, batches: BatchBounds? = nil) {
    self.averagingConstant = averagingConstant
    self.batches = batches
  }

  /// The same constant over some batches.
  public func over(_ batches: BatchBounds) -> any Calibrator {
    MovingAverageCalibrator(averagingConstant: averagingConstant, batches: batches)
  }

  /// `moving-average`.
  public var name: String { "moving-average" }

  /// The constant and the number of batches.
  public var setting: String? {
    "\(averagingConstant)" + (batches.map { ", \($0.batches.count) batches" } ?? "")
  }

  /// What it keeps.
  public var summary: String {
    "bounds that move by \(averagingConstant) towards those of each batch"
  }

  /// What it computes.
  public var explanation: [String] {
    [
      "The bounds of the first batch, then m ← m + \(averagingConstant) · (batch − m) for each other.",
      "Batches are the tensor's values in row-major order, cut into"
        + " \(batches?.batches.count ?? BatchBounds.standardCount) runs, so order matters.",
      "One batch with an outlier moves the bounds by that share of it only.",
      "Scale and zero-point by the scheme, in float64.",
      "Source: Jacob et al., arXiv 1712.05877, section 3.1.",
    ]
  }

  /// Whole tensors.
  ///
  /// - Throws: ``CalibrationError/notInRepertoire(tool:reason:)`` for channels and groups.
  public func check(_ layout: BlockLayout) throws(CalibrationError) {
    try layout.requireWholeTensor(for: name)
  }

  /// The range that the bounds have drifted to.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``; ``CalibrationError/toolFails(tool:reason:)`` where
  ///   the order of the values is not known.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard distribution.count > 0 else { throw .noFiniteValues }
    guard let batches else {
      throw .toolFails(
        tool: name, reason: "it goes by the order of the values, which is not known here")
    }
    guard let bounds = batches.movingAverage(constant: averagingConstant) else {
      throw .noFiniteValues
    }
    return ClippingRange(lower: bounds.lower, upper: bounds.upper)
  }
}
