public import QuantizationEngine

/// Keeps every value, with NNCF's range: no end is cut to make zero exact.
///
///     symmetric channels   max |x| = max(max |x|, 0.01 · max |x| of the whole tensor), in float32
///
/// so that a channel which was pruned, or is small, has a hundredth of the largest channel's range.
/// Where any element of the tensor is NaN or infinite, that least range is so too, and with it the
/// scale of every channel; asymmetric channels know nothing of each other.
///
/// Source: the min-max statistics and `fix_zero_filters_symmetric` of NNCF 3.4.0.
public struct NNCFMinMaxCalibrator: ToolCalibrator, TensorWideCalibrator {
  /// The least magnitude at which a symmetric range of a channel ends, and what it comes of.
  private var leastOfChannels: (magnitude: Float, excluded: NonFiniteCounts)?

  /// The calibrator.
  public init() {}

  /// `nncf-minmax`.
  public var name: String { "nncf-minmax" }

  /// What it keeps.
  public var summary: String { "keeps every value; one end moves outwards to make zero exact" }

  /// What it computes.
  public var explanation: [String] {
    [
      "Keeps every value. Asymmetric: one end is moved outwards until zero lies on a level, so nothing is"
        + " clipped and the step grows by up to half a percent.",
      "Symmetric: from −max |x| · 256/254 to max |x| at 8 bits, so the step is max |x| / 127; without the"
        + " lowest code, as NNCF has weights on CPUs, from −max |x|.",
      "Symmetric channels: one whose largest magnitude is below 1 % of the tensor's has the range of that"
        + " 1 %; a NaN or an infinity in one channel spoils all.",
      "A largest magnitude below 8e-5 becomes 8e-5; ranges below 8e-4 are padded by 8e-4 on each side.",
      "All in float32; codes are those of OpenVINO's FakeQuantize: half-even(x · (1 / scale) + steps"
        + " below zero), from the lowest level.",
      "Source: NNCF 3.4.0, quantization/fake_quantize.py; OpenVINO 2026.4.1, CPU plugin.",
    ]
  }

  /// NNCF's arithmetic.
  public var toolchain: any Toolchain { NNCFToolchain() }

  /// The same, for the blocks of one tensor: a hundredth of its largest magnitude is the least of each.
  func knowing(_ tensor: TensorDistribution) -> Self {
    guard tensor.blocks.count > 1 else { return self }
    let excluded = tensor.excluded
    let magnitudes = tensor.blocks.lazy.compactMap(\.floatBounds).map {
      max(-$0.lowerBound, $0.upperBound)
    }
    let largest =
      excluded.notFinite > 0 ? excluded.scaleOfBounds : magnitudes.max() ?? 0
    var copy = self
    copy.leastOfChannels = (largest * 0.01, excluded)
    return copy
  }

  /// From the smallest to the largest value; of a symmetric channel at least to the least magnitude.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``; ``CalibrationError/toolAnswers(tool:_:_:)`` where a
  ///   value of another channel is not finite and takes this one's scale along.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    let range = ClippingRange(lower: Double(bounds.lowerBound), upper: Double(bounds.upperBound))
    guard scheme.symmetry != .asymmetric, let (least, excluded) = leastOfChannels else {
      return range
    }
    guard least.isFinite else {
      let answer = ToolAnswer.encoding(scale: least, zeroPoint: 0)
      throw .toolAnswers(tool: name, answer, excluded)
    }
    guard range.absoluteMaximum < Double(least) else { return range }
    return ClippingRange(lower: -Double(least), upper: Double(least))
  }
}
