public import QuantizationEngine

extension NonFiniteCounts {
  /// That ModelOpt looks at the largest magnitude and fails.
  fileprivate var amaxFailure: ToolAnswer {
    let kind = nan > 0 ? "nan" : "inf"
    return .fails(
      "AssertionError: detected \(kind) values in amax. \(kind) in original tensor: True")
  }
}

extension TensorRTBinning {
  /// That there is no histogram over a range that is not finite.
  fileprivate func failure(_ distribution: any Distribution) -> ToolAnswer {
    switch self {
    case .torch:
      .fails(
        "RuntimeError: torch.histc: range of [0, "
          + (distribution.excluded.nan > 0 ? "-nan" : "inf") + "] is not finite")
    case .numPy: distribution.detectedRangeFailure
    }
  }
}

extension TensorRTMaxCalibrator: NotFiniteAnswering {
  /// A failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    distribution.excluded.amaxFailure
  }
}

extension ModelOptMeanSquaredErrorCalibrator: NotFiniteAnswering {
  /// A failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    distribution.excluded.amaxFailure
  }
}

extension TensorRTEntropyCalibrator: NotFiniteAnswering {
  /// A failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    binning.failure(distribution)
  }
}

extension TensorRTPercentileCalibrator: NotFiniteAnswering {
  /// A failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    binning.failure(distribution)
  }
}

extension TensorRTMeanSquaredErrorCalibrator: NotFiniteAnswering {
  /// A failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    binning.failure(distribution)
  }
}
