public import QuantizationEngine

/// Minimises the squared error of the values themselves over multiples of their largest magnitude.
///
///     amax = m · max |x|,  m one of 39 numbers evenly spaced from 0.25 to 4
///
/// Products are float32. The error of a candidate is the exact sum of squares, rounded to float32
/// before it is compared; the first of equal candidates wins.
///
/// The largest magnitudes of several blocks keep the type of the values, so that a candidate is tried as
/// it is rounded to float16 or bfloat16; what is answered is not rounded. That of a lone block is tried
/// as it is answered.
///
/// Edge cases:
/// - Errors whose squares are below half the smallest float32 count as zero, as they do in float32.
/// - A candidate that overflows makes its error undefined, which PyTorch takes for the least; it has
///   no encoding then. One that overflows by its rounding alone is the answer.
///
/// Source: `MseCalibrator` of nvidia-modelopt 0.47.0, which adds the float32 squares in the order of
/// the elements.
public struct ModelOptMeanSquaredErrorCalibrator: ToolCalibrator, BlockCountCalibrator {
  /// The smallest and the largest multiple of max |x| that is tried.
  public let multiples: ClosedRange<Double>
  /// The distance of multiples that was asked for; they are spaced to fit.
  public let step: Double
  /// The multiples of max |x| that are tried, ascending: `torch.linspace` in float32.
  let multipliers: [Float]
  /// How many blocks the tensor has.
  var blockCount = 1

  /// A calibrator that tries multiples of max |x|; ModelOpt's defaults are 0.25 to 4 by about 0.1.
  ///
  /// - Precondition: the multiples and the step are positive.
  public init(multiples: ClosedRange<Double> = 0.25...4, step: Double = 0.1) {
    precondition(multiples.lowerBound > 0 && step > 0, "multiples and step must be positive")
    self.multiples = multiples
    self.step = step
    let count = Int(((multiples.upperBound - multiples.lowerBound) / step).rounded(.up)) + 1
    multipliers = TorchArithmetic.linspace(
      from: Float(multiples.lowerBound), through: Float(multiples.upperBound), count: count)
  }

  /// `modelopt-mse`.
  public var name: String { "modelopt-mse" }

  /// What it minimises.
  public var summary: String {
    "minimises the squared error over multiples of the largest magnitude"
  }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises Σ (x − x̂)² over all values, exactly, for amax = m · max |x|.",
      "m goes from \(multiples.lowerBound) to \(multiples.upperBound) in \(multipliers.count) evenly"
        + " spaced float32 numbers, most of them above 1: where clipping pays, few candidates clip.",
      "The first of equal candidates wins.",
      "Scale amax / 127 at 8 bits; codes −127…127; half-even; no zero-point.",
      "Source: nvidia-modelopt 0.47.0, calib/mse.py.",
    ]
  }

  /// TensorRT's arithmetic.
  public var toolchain: any Toolchain { TensorRTToolchain() }

  /// From −amax to amax.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/noEncoding(_:)``.
  /// - Complexity: O(candidates · levels · log n); O(candidates · n) for blocks with few values for
  ///   each code.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let largest = distribution.largestMagnitude else { throw .noFiniteValues }
    let triedType: ElementType = blockCount > 1 ? scheme.valueType : .float32
    if let overflow = multipliers.first(where: { triedType.rounded(largest * $0).isInfinite }) {
      let range = ClippingRange(magnitude: largest * overflow)
      guard (largest * overflow).isFinite else { throw .noEncoding(.scaleOverflows(range)) }
      return range
    }
    // Below this no square is seen in float32, so that all candidates are equal.
    guard largest > 0x1p-75 else { return ClippingRange(magnitude: largest * multipliers[0]) }
    let promising = ShortBlockAmaxSearch(
      valueCount: distribution.count, scheme: scheme, triedType: triedType
    )?.promising(distribution, largest: largest, multipliers: multipliers)
    if let promising, promising.count == 1 { return ClippingRange(magnitude: promising[0]) }
    return try best(
      of: promising ?? multipliers.map { largest * $0 }, on: distribution, triedType: triedType,
      scheme: scheme)
  }

  /// The first of the candidates with the least error, by a staircase for each.
  ///
  /// - Complexity: O(candidates · levels · log n).
  func best(
    of candidates: [Float], on distribution: any Distribution, triedType: ElementType,
    scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    // The search turns values into float32, so that its levels are not rounded to their type.
    var wide = scheme.arithmetic
    wide.levelType = .float32
    let searched = scheme.with(arithmetic: wide, rule: scheme.rule)
    var best = (amax: Float.nan, error: Float.infinity)
    for candidate in candidates {
      let tried = ClippingRange(magnitude: triedType.rounded(candidate))
      let block = try CalibratedBlock(tried, scheme: searched)
      let error = Float(distribution.squaredError(on: block.quantizer.staircase))
      if error < best.error || best.amax.isNaN { best = (candidate, error) }
    }
    return ClippingRange(magnitude: best.amax)
  }
}
