public import QuantizationEngine

extension NNCFMinMaxCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite; where it widens an asymmetric range with them, 0…0 comes of it,
  /// and the smallest scale there is.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    let excluded = distribution.excluded
    guard scheme.symmetry == .asymmetric else {
      return .encoding(scale: excluded.scaleOfBounds, zeroPoint: scheme.quantMin)
    }
    let isUpperAlone = distribution.count == 0 && excluded.positiveInfinity == excluded.notFinite
    return .encoding(scale: isUpperAlone ? .nan : 0x1p-23, zeroPoint: scheme.quantMin)
  }
}

extension CompressedTensorsMinMaxCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    guard let bounds = RawBounds(distribution) else { return nil }
    let isLowest = scheme.symmetry == .asymmetric && bounds.hasLower
    return .encoding(
      scale: distribution.excluded.scaleOfBounds, zeroPoint: isLowest ? scheme.quantMin : 0)
  }
}

extension BrevitasEntropyCalibrator: NotFiniteAnswering {
  /// A failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    let range = distribution.excluded.nan > 0 ? "nan, -nan" : "-inf, inf"
    return .fails("RuntimeError: torch.histc: range of [\(range)] is not finite")
  }
}

extension BrevitasPercentileCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite where the rank is one of theirs; else they are ranks above all
  /// others and no more.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    let excluded = distribution.excluded
    let rank = rank(of: distribution)
    guard rank > distribution.count else { return nil }
    let isNaN = rank > distribution.count + excluded.positiveInfinity + excluded.negativeInfinity
    return .encoding(scale: isNaN ? .nan : .infinity, zeroPoint: 0)
  }
}

extension NeuralCompressorEntropyCalibrator: NotFiniteAnswering {
  /// A failure.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    let range = distribution.excluded.nan > 0 ? "nan, nan" : "-inf, inf"
    return .fails("ValueError: supplied range of [\(range)] is not finite")
  }
}

extension NcnnEntropyCalibrator: NotFiniteAnswering {
  /// None: the index of a bin is made of NaN.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    .undefined("its C++ code makes the index of a bin of NaN")
  }
}

extension NcnnAciqCalibrator: NotFiniteAnswering {
  /// An infinite scale; NaN are passed over where the largest magnitude is sought.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    let excluded = distribution.excluded
    return excluded.positiveInfinity + excluded.negativeInfinity > 0
      ? .encoding(scale: .infinity, zeroPoint: 0) : nil
  }
}
