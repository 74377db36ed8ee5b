/// The calibrators by name, in the order in which they are shown.
public enum CalibratorCatalog {
  /// qviz's own, with their standard settings.
  public static let own: [any Calibrator] = [
    MinMaxCalibrator(), PercentileCalibrator(), EntropyCalibrator(), MeanSquaredErrorCalibrator(),
    JensenShannonCalibrator(),
  ]

  /// Every calibrator with its standard settings: qviz's own, then tool by tool.
  public static let all: [any Calibrator] =
    own + [
      OrtMinMaxCalibrator(), OrtEntropyCalibrator(), OrtEntropyCalibrator.searching,
      OrtPercentileCalibrator(), OrtDistributionCalibrator(), OrtMovingAverageCalibrator(),
      OrtFloat8Calibrator(),
      TorchMinMaxCalibrator(), TorchMinMaxCalibrator(scope: .channel),
      TorchMovingAverageCalibrator(), TorchHistogramCalibrator(), TorchAOMinMaxCalibrator(),
      AimetMinMaxCalibrator(), AimetMinMaxCalibrator(.torch), AimetMinMaxCalibrator(.first),
      AimetEnhancedCalibrator(), AimetPercentileCalibrator(), AimetEntropyCalibrator(),
      AimetMinMaxCalibrator(.snpe),
    ] + tensorRT + liteRT + ppq + others + papers + OperatorRangeCalibrator.all

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
