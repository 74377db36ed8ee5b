public import QuantizationEngine

/// AIMET's "TF" analyzer, and what SNPE does by default: keeps every value.
///
/// Source: the answers of aimet-onnx 2.42.0 in its mode `QUANTIZATION_TF`.
public struct AimetMinMaxCalibrator: ToolCalibrator {
  /// Whose it is.
  public let generation: AimetToolchain.Generation

  /// The calibrator of AIMET, or of SNPE.
  public init(_ generation: AimetToolchain.Generation = .current) {
    self.generation = generation
  }

  /// `aimet-minmax`, or the name of another generation with `-minmax`.
  public var name: String { "\(generation.rawValue)-minmax" }

  /// What it keeps.
  public var summary: String {
    switch generation {
    case .current: "AIMET: keeps every value"
    case .torch: "AIMET's PyTorch quantizers: keeps every value, in float32"
    case .fixed: "AIMET, its range fixed by hand: keeps every value, in a range of at least 0.01"
    case .first: "AIMET up to 2.0: keeps every value, in a range of at least 0.01"
    case .snpe: "SNPE: keeps every value, in a range of at least 0.01"
    }
  }

  /// What it computes.
  public var explanation: [String] {
    let kept = "Keeps every value: from the smallest to the largest, widened to zero."
    let least =
      "A range narrower than 0.01 has its upper end raised to make it 0.01 wide, so small tensors"
      + " lose most of their codes."
    return switch generation {
    case .current:
      [
        kept,
        "Asymmetric: scale (max − min) / 255 at 8 bits, zero-point by half-away(−min / scale).",
        "Symmetric: max(max / 127, −min / 128), so a heavier negative side has the finer scale;"
          + " restricted absmax / 127.",
        "Symmetric without a sign: where no value is negative it is the asymmetric encoding.",
        "A scale is at least 2^-23, and no level is beyond 0.99 of the largest float32; scales are"
          + " of float64, codes half-away(x / scale) in float32.",
        "Source: the answers of aimet-onnx 2.42.0, QUANTIZATION_TF.",
      ]
    case .torch:
      [
        kept,
        "Asymmetric: as aimet-minmax in float32, zero-point half-even(−min / scale).",
        "Symmetric: max(max / 127, −min / 128) at 8 bits, then the width of its levels / 255, each"
          + " rounded to float32.",
        "A scale is at least 2^-23; codes half-even(x · (1 / scale)), PyTorch's fake-quantize.",
        "Of float16 and bfloat16 values the bounds and the ends are of that type; an infinity is its largest"
          + " number.",
        "Source: aimet-torch 2.42.0, quantization/encoding_analyzer.py and affine/quantizer.py.",
      ]
    case .fixed:
      [
        kept, least,
        "Asymmetric: as aimet-minmax, but the zero-point is half-even(−min / scale).",
        "Symmetric: max(max / 127, −min / 128) at 8 bits, restricted too, so that there a heavier"
          + " negative side is clipped.",
        "Codes half-away(x / scale), counted from the lowest.",
        "Source: create_encoding_from_min_max of aimet-onnx 2.42.0, common/quantsim.py.",
      ]
    case .first:
      [
        kept, least,
        "Asymmetric: as aimet-minmax.",
        "Symmetric: absmax / 127 at 8 bits, on whichever side; symmetric without a sign: where no"
          + " value is negative it is the asymmetric encoding.",
        "Codes half-away(x / scale), counted from the lowest.",
        "Source: quic/aimet, TfEncodingAnalyzer.cpp; the answers of aimet-torch 2.0.0.",
      ]
    case .snpe:
      [
        kept, least,
        "Unsigned asymmetric codes of 8 or 16 bits only: scale (max − min) / (2^b − 1).",
        "Zero-point half-away(−min / scale); the ends move by up to half a step for it.",
        "QNN's manual has 0.0001 for the least width; SNPE's has 0.01 in its formula, and lately"
          + " 0.0001 beside it.",
        "Source: SNPE's manual and its examples; the answers of aimet-torch 2.0.0, of its maker.",
      ]
    }
  }

  /// AIMET's arithmetic.
  public var toolchain: any Toolchain { AimetToolchain(generation) }

  /// The range with its encoding.
  ///
  /// Edge cases: to aimet-torch an infinity is a bound until the ends of the levels are the largest number
  /// of the type; so its encoding is not always that of the range.
  ///
  /// - Throws: as ``clippingRange(for:scheme:)``, ``CalibrationError/notInRepertoire(tool:reason:)``,
  ///   ``CalibrationError/noEncoding(_:)``.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let scheme = try toolchain.scheme(scheme)
    let range = try clippingRange(for: distribution, scheme: scheme)
    guard generation == .torch, let bounds = RawBounds(distribution), !bounds.areFinite,
      distribution.excluded.nan == 0
    else { return try CalibratedBlock(range, scheme: scheme) }
    let tool = AimetToolchain(.torch)
    do {
      let raw = ClippingRange(lower: Double(bounds.lower), upper: Double(bounds.upper))
      return CalibratedBlock(
        range: range,
        quantizer: AffineQuantizer(
          encoding: try tool.encoding(for: raw, scheme: scheme), arithmetic: scheme.arithmetic))
    } catch {
      throw .noEncoding(error)
    }
  }

  /// The range from the smallest to the largest value.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    // To AIMET's library an infinity is the largest float32, to aimet-torch the largest number of the
    // type; for the others there is no range.
    let type = generation == .torch ? scheme.valueType : .float32
    let largest = Double(type.greatestFiniteMagnitude)
    return ClippingRange(
      lower: distribution.excluded.negativeInfinity > 0 ? -largest : Double(bounds.lowerBound),
      upper: distribution.excluded.positiveInfinity > 0 ? largest : Double(bounds.upperBound))
  }
}
