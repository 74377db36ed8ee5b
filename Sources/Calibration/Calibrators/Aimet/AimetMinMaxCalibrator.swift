public import QuantizationEngine

/// AIMET's "TF" analyzer, and what SNPE does by default: keeps every value.
///
/// Source: the answers of aimet-onnx 2.42.0 in its mode `QUANTIZATION_TF`.
public struct AimetMinMaxCalibrator: ToolCalibrator {
  /// Whose it is.
  public let generation: AimetToolchain.Generation

  /// The calibrator of AIMET, or of SNPE.
  public init(_ generation: AimetToolchain.Generation = .current) {
    self.generation = generation
  }

  /// `aimet-minmax`, `aimet-v1-minmax` or `snpe-minmax`.
  public var name: String { "\(generation.rawValue)-minmax" }

  /// What it keeps.
  public var summary: String {
    switch generation {
    case .current: "AIMET: keeps every value"
    case .first: "AIMET's earlier generation: keeps every value, in a range of at least 0.01"
    case .snpe: "SNPE and QNN: keeps every value, in a range of at least 0.01"
    }
  }

  /// AIMET's arithmetic.
  public var toolchain: any Toolchain { AimetToolchain(generation) }

  /// The range from the smallest to the largest value.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    return ClippingRange(lower: Double(bounds.lowerBound), upper: Double(bounds.upperBound))
  }
}
