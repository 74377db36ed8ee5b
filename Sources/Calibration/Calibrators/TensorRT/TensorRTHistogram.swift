internal import QuantizationEngine

/// How ModelOpt counts magnitudes: its setting `torch_hist`.
public enum TensorRTBinning: String, Hashable, Sendable, CaseIterable {
  /// `torch.histc` from zero, the default.
  case torch
  /// `numpy.histogram` from the smallest magnitude.
  case numPy
}

extension TensorRTBinning {
  /// How many bins.
  static let binCount = 2048
  /// The first bin whose edge is tried.
  static let firstCandidate = 128

  /// The histogram of the magnitudes.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  func histogram(of distribution: any Distribution) throws(CalibrationError) -> ToolHistogram {
    let histogram =
      switch self {
      case .torch: ToolHistogram.torchMagnitudes(of: distribution, count: Self.binCount)
      case .numPy: ToolHistogram.numPyMagnitudes(of: distribution, count: Self.binCount)
      }
    guard let histogram else { throw .noFiniteValues }
    return histogram
  }
}

extension ClippingRange {
  /// From −amax to amax.
  init(magnitude: Float) {
    self.init(lower: -Double(magnitude), upper: Double(magnitude))
  }
}
