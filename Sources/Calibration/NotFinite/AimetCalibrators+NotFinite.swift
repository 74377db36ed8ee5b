public import QuantizationEngine

extension NonFiniteCounts {
  /// That bins of an infinite range are none.
  fileprivate var binsOfInfiniteRange: ToolAnswer? {
    positiveInfinity + negativeInfinity > 0
      ? .undefined(
        "its bins of an infinite range overflow, and scales of 1e32 and more came of them when asked"
      )
      : nil
  }
}

extension AimetMinMaxCalibrator: NotFiniteAnswering {
  /// AIMET's library leaves NaN out, and an infinity is the largest float32 to it (see
  /// ``clippingRange(for:scheme:)``); for the others they are bounds, which aimet-torch makes ends that are
  /// the largest number of the type, so that only their distance may overflow.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    let excluded = distribution.excluded
    switch generation {
    case .current: return nil
    case .torch: return torchAnswer(to: RawBounds(distribution), scheme: scheme)
    case .fixed: return .encoding(scale: excluded.scaleOfBounds, zeroPoint: nil)
    case .first:
      return excluded.nan > 0
        ? .undefined(
          "std::min_element, by which its C++ code looks, has no order for NaN")
        : .encoding(scale: .infinity, zeroPoint: nil)
    case .snpe: return .undefined("what SNPE makes of them is not published")
    }
  }

  private func torchAnswer(to bounds: RawBounds?, scheme: Scheme) -> ToolAnswer? {
    guard let bounds else { return nil }
    guard !bounds.lower.isNaN else { return .encoding(scale: .nan, zeroPoint: nil) }
    let range = ClippingRange(lower: Double(bounds.lower), upper: Double(bounds.upper))
    let (scale, _) = AimetFormula(scheme, lower: -1).torch(range, in: scheme.valueType)
    return scale.isFinite ? nil : .encoding(scale: Float(scale), zeroPoint: nil)
  }
}

extension AimetEnhancedCalibrator: NotFiniteAnswering {
  /// None to infinities; NaN are left out.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    distribution.excluded.binsOfInfiniteRange
  }
}

extension AimetPercentileCalibrator: NotFiniteAnswering {
  /// None to infinities; NaN are left out.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    distribution.excluded.binsOfInfiniteRange
  }
}

extension AimetEntropyCalibrator: NotFiniteAnswering {
  /// None.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    .undefined("its C++ code makes the index of a bin of them")
  }
}
