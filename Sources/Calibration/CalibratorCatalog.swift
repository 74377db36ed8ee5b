/// The calibrators by name, in the order in which they are shown.
public enum CalibratorCatalog {
  /// Every calibrator with its standard settings.
  public static let all: [any Calibrator] = [
    MinMaxCalibrator(), PercentileCalibrator(), EntropyCalibrator(), MeanSquaredErrorCalibrator(),
    OrtMinMaxCalibrator(), OrtEntropyCalibrator(), OrtPercentileCalibrator(),
    OrtDistributionCalibrator(),
    TorchMinMaxCalibrator(), TorchMinMaxCalibrator(scope: .channel),
    TorchMovingAverageCalibrator(), TorchHistogramCalibrator(),
    AimetMinMaxCalibrator(), AimetMinMaxCalibrator(.first), AimetEnhancedCalibrator(),
    AimetPercentileCalibrator(), AimetMinMaxCalibrator(.snpe),
  ]

  /// The calibrator with a name.
  ///
  /// - Throws: ``CalibrationError/unknownCalibrator(_:known:)``.
  public static func calibrator(named name: String) throws(CalibrationError) -> any Calibrator {
    guard let calibrator = all.first(where: { $0.name == name }) else {
      throw .unknownCalibrator(name, known: all.map(\.name))
    }
    return calibrator
  }
}
