extension CalibratorCatalog {
  /// Those of TensorRT, as pytorch-quantization and ModelOpt have them.
  static let tensorRT: [any Calibrator] = [
    TensorRTMaxCalibrator(), TensorRTEntropyCalibrator(), TensorRTPercentileCalibrator(),
    TensorRTMeanSquaredErrorCalibrator(), ModelOptMeanSquaredErrorCalibrator(),
  ]
}
