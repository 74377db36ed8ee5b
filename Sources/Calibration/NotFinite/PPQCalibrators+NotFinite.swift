public import QuantizationEngine

extension RawBounds {
  /// What PPQ makes of bounds that are not finite; nil where they are.
  ///
  /// Python refuses to make an integer of NaN or infinity: where the zero-point is −min / scale, and
  /// where the exponent of a power-of-two scale is rounded.
  fileprivate func ppqAnswer(_ scheme: Scheme) -> ToolAnswer? {
    guard !areFinite else { return nil }
    let isNaN = lower.isNaN || upper.isNaN
    if scheme.symmetry == .asymmetric, isNaN || !hasLower {
      return .fails("ValueError: cannot convert NaN to integer")
    }
    if PPQToolchain.inForce(for: scheme).scaleGrid == .powersOfTwo {
      return .fails(
        isNaN
          ? "ValueError: cannot convert float NaN to integer"
          : "OverflowError: cannot convert float infinity to integer")
    }
    return .encoding(scale: isNaN ? .nan : .infinity, zeroPoint: 0)
  }
}

/// That PPQ's histogram has no range.
private func histogramFailure(_ distribution: any Distribution, _ scheme: Scheme) -> ToolAnswer {
  let isNaN = distribution.excluded.nan > 0
  let range =
    switch (scheme.symmetry, isNaN) {
    case (.asymmetric, true): "-nan, -nan"
    case (.asymmetric, false):
      [
        distribution.excluded.negativeInfinity > 0 ? "-inf" : "min",
        distribution.excluded.positiveInfinity > 0 ? "inf" : "max",
      ].joined(separator: ", ")
    case (_, true): "0, nan"
    case (_, false): "0, inf"
    }
  return .fails("RuntimeError: torch.histc: range of [\(range)] is not finite")
}

extension PPQMinMaxCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite, or a failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    RawBounds(distribution)?.ppqAnswer(scheme)
  }
}

extension PPQPercentileCalibrator: NotFiniteAnswering {
  /// As for min-max where a rank is one of them; else they count as ranks and no more.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    let ranks = Self.ranks(of: distribution)
    guard var bounds = RawBounds(distribution.floatBounds, excluded: NonFiniteCounts()) else {
      return RawBounds(distribution)?.ppqAnswer(scheme)
    }
    let excluded = distribution.excluded
    // In PyTorch's order −∞ comes first, and NaN last, behind +∞.
    func value(_ rank: Int, _ finite: Float) -> Float {
      if rank < 0 { return -.infinity }
      if rank < distribution.count { return finite }
      return rank < distribution.count + excluded.positiveInfinity ? .infinity : .nan
    }
    bounds.lower = value(ranks.lowerBound, bounds.lower)
    bounds.upper = value(ranks.upperBound, bounds.upper)
    return bounds.ppqAnswer(scheme)
  }
}

extension PPQMeanSquaredErrorCalibrator: NotFiniteAnswering {
  /// A failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    histogramFailure(distribution, scheme)
  }
}

extension PPQEntropyCalibrator: NotFiniteAnswering {
  /// A failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    histogramFailure(distribution, scheme)
  }
}
