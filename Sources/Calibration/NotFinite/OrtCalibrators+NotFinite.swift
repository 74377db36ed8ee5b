public import QuantizationEngine

extension NonFiniteCounts {
  /// That NumPy refuses a range it was given, where infinities are its bounds; it leaves NaN out.
  var suppliedRangeFailure: ToolAnswer? {
    positiveInfinity + negativeInfinity > 0
      ? .fails("ValueError: supplied range of [-inf, inf] is not finite") : nil
  }
}

extension Distribution {
  /// That NumPy refuses the range it finds of the magnitudes.
  var detectedRangeFailure: ToolAnswer {
    let range =
      excluded.nan > 0
      ? "nan, nan" : "\(magnitudeBounds.map { "\(Double($0.lowerBound))" } ?? "inf"), inf"
    return .fails("ValueError: autodetected range of [\(range)] is not finite")
  }
}

/// What ONNX Runtime's `ReduceMin` and `ReduceMax` do with NaN.
private let remarkOnReduction =
  "ONNX Runtime's ReduceMin and ReduceMax pass NaN over, unless the first value is one: then both are"
  + " NaN, and compute_scale_zp fails: AssertionError: scale issue"

extension RawBounds {
  /// What ONNX Runtime makes of bounds that are not finite: an infinite scale.
  fileprivate func ortAnswer(_ scheme: Scheme) -> ToolAnswer? {
    guard !areFinite else { return nil }
    let zeroPoint =
      switch scheme.symmetry {
      case .asymmetric: hasLower ? scheme.quantMin : 0
      default: scheme.signedness == .signed ? 0 : (scheme.quantMin + scheme.quantMax + 1) / 2
      }
    return .encoding(scale: .infinity, zeroPoint: zeroPoint)
  }

  /// The bounds that `ReduceMin` and `ReduceMax` find of what is not NaN.
  fileprivate init?(reducing finite: ClosedRange<Float>?, excluded: NonFiniteCounts) {
    var excluded = excluded
    excluded.nan = 0
    self.init(finite, excluded: excluded)
  }
}

extension OrtMinMaxCalibrator: NotFiniteAnswering {
  /// An infinite scale, or a failure where there is nothing but NaN.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    guard
      let bounds = RawBounds(reducing: distribution.floatBounds, excluded: distribution.excluded)
    else { return .fails("AssertionError: scale issue") }
    return bounds.ortAnswer(scheme)
  }

  /// That it goes by the first value.
  public func remark(on excluded: NonFiniteCounts) -> String? {
    excluded.nan > 0 ? remarkOnReduction : nil
  }
}

extension OrtMovingAverageCalibrator: NotFiniteAnswering {
  /// An infinite scale.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    RawBounds(reducing: distribution.floatBounds, excluded: distribution.excluded)?
      .ortAnswer(scheme)
  }

  /// An infinite scale where a bound of a batch is infinite, for so is the mean, or NaN, where one has
  /// both infinities.
  public func answerToNotFinite(over batches: BatchSequence, scheme: Scheme) -> ToolAnswer? {
    let all = batches.excluded.reduce(NonFiniteCounts(), +)
    return RawBounds(reducing: batches.totalBounds, excluded: all)?.ortAnswer(scheme)
  }

  /// That it goes by the first value of each batch.
  public func remark(on excluded: NonFiniteCounts) -> String? {
    excluded.nan > 0 ? remarkOnReduction : nil
  }
}

extension OrtEntropyCalibrator: NotFiniteAnswering {
  /// That NumPy fails on infinities; NaN are left out.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    distribution.excluded.suppliedRangeFailure
  }
}

extension OrtDistributionCalibrator: NotFiniteAnswering {
  /// That NumPy fails on infinities; NaN are left out.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    distribution.excluded.suppliedRangeFailure
  }
}

extension OrtFloat8Calibrator: NotFiniteAnswering {
  /// That NumPy fails on infinities; NaN are left out.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    distribution.excluded.suppliedRangeFailure
  }
}

extension OrtPercentileCalibrator: NotFiniteAnswering {
  /// That NumPy fails: on NaN and infinities among magnitudes, on infinities among values.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    switch histogram {
    case .values: distribution.excluded.suppliedRangeFailure
    case .magnitudes: distribution.detectedRangeFailure
    }
  }
}
