internal import Calibration

/// What chooses clipping ranges, in the words of the command line.
enum RangeOrigin {
  /// The ends of the values.
  static let minMax = "min-max"
  /// A person, or numbers that were given.
  static let byHand = "by hand"
  /// The file that stores the tensor.
  static let file = "file"

  /// A calibrator, and where they are not the standard ones its settings: `percentile:99.5`.
  static func calibrator(_ calibrator: any Calibrator) -> String {
    if let percentile = calibrator as? PercentileCalibrator {
      return "\(percentile.name):\(percentile.percent)"
    }
    let standard = try? CalibratorCatalog.calibrator(named: calibrator.name)
    guard let setting = calibrator.setting, standard?.setting != setting else {
      return calibrator.name
    }
    return "\(calibrator.name) (\(setting))"
  }
}
