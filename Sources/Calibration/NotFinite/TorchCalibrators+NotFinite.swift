public import QuantizationEngine

extension RawBounds {
  /// What PyTorch's observers make of bounds that are not finite; nil where they are.
  ///
  /// The quotient that is NaN becomes the lowest int32, which an int32 subtraction takes from the lowest
  /// code: around, where that is negative, to the largest numbers.
  func torchAnswer(_ scheme: Scheme) -> ToolAnswer? {
    guard !areFinite else { return nil }
    let scale: Float = lower.isNaN || upper.isNaN ? .nan : .infinity
    let codes = TorchToolchain(for: scheme).rangeOfCodes(of: scheme)
    let zeroPoint =
      switch scheme.symmetry {
      case .asymmetric:
        hasLower && scale == .infinity || codes.lowest >= 0 ? codes.lowest : codes.highest
      default: scheme.signedness == .signed ? 0 : (scheme.quantMin + scheme.quantMax + 1) / 2
      }
    return .encoding(scale: scale, zeroPoint: zeroPoint)
  }
}

extension TorchMinMaxCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    RawBounds(distribution)?.torchAnswer(scheme)
  }
}

extension TorchMovingAverageCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    RawBounds(distribution)?.torchAnswer(scheme)
  }

  /// That of the bounds after the last batch: NaN once they have left an infinity.
  public func answerToNotFinite(over batches: BatchSequence, scheme: Scheme) -> ToolAnswer? {
    let constant = Float(averagingConstant)
    var bounds: RawBounds?
    for (finite, excluded) in zip(batches.bounds, batches.excluded) {
      guard let batch = RawBounds(finite, excluded: excluded) else { continue }
      guard var last = bounds else {
        bounds = batch
        continue
      }
      last.lower += constant * (batch.lower - last.lower)
      last.upper += constant * (batch.upper - last.upper)
      bounds = last
    }
    return bounds?.torchAnswer(scheme)
  }
}

extension TorchHistogramCalibrator: NotFiniteAnswering {
  /// That `torch.histc` fails on NaN; infinities are left out, and where there is nothing else the observer
  /// answers what it started from.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    if distribution.excluded.nan > 0 {
      return .fails("RuntimeError: torch.histc: range of [-nan, -nan] is not finite")
    }
    return distribution.count == 0 ? .encoding(scale: 1, zeroPoint: 0) : nil
  }
}

extension TorchAOMinMaxCalibrator: NotFiniteAnswering {
  /// A scale that is NaN or infinite.
  public func answerToNotFinite(in distribution: any Distribution, scheme: Scheme) -> ToolAnswer? {
    guard let bounds = RawBounds(distribution) else { return nil }
    let scale = distribution.excluded.scaleOfBounds
    guard scheme.symmetry == .asymmetric else { return .encoding(scale: scale, zeroPoint: 0) }
    return .encoding(
      scale: scale, zeroPoint: bounds.hasLower ? scheme.quantMin : Int(Int32.min))
  }
}
