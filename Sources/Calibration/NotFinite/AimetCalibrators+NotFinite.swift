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
  /// ``clippingRange(for:scheme:)``); for the others they are bounds.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    let excluded = distribution.excluded
    switch generation {
    case .current: return nil
    case .torch, .fixed: return .encoding(scale: excluded.scaleOfBounds, zeroPoint: nil)
    case .first:
      return excluded.nan > 0
        ? .undefined(
          "std::min_element, by which its C++ code looks, has no order for NaN")
        : .encoding(scale: .infinity, zeroPoint: nil)
    case .snpe: return .undefined("what SNPE makes of them is not published")
    }
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
