public import QuantizationEngine

/// AIMET's "TF enhanced" analyzer: the least of rounding error and three times the clipping error,
/// over a few hundred encodings, on a histogram.
///
/// Asymmetric: the scales k / 16 of the range's own, k = 1…17, with 21 offsets each, drawn in to
/// the range that holds values, and that range itself. Symmetric: the scales k / 100, k = 1…101.
/// The cost counts each bin at its middle. It chooses a scale and an offset, so there is no range
/// but the representable one; the scale may be larger than min-max's.
///
/// Edge cases: values that are all zero have the encoding of −1…1; equal values so large that
/// float32 has no room for 0.01 beside them are refused, for the tool's answer is NaN.
///
/// Source: quic/aimet, `TfEnhancedEncodingAnalyzer.cpp`; the order of its roundings is that of the
/// library in aimet-onnx 2.42.0, which rounds x / S by ⌊x · (1 / S) + ½⌋, sums in float64 from the
/// first bin on and takes the first of equal costs.
public struct AimetEnhancedCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `aimet-tf-enhanced`.
  public var name: String { "aimet-tf-enhanced" }

  /// What it minimises.
  public var summary: String {
    "AIMET: minimises squared error on 1536 bins, clipping counted three times"
  }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises rounding error + 3 · clipping error, both squared, on 1536 bins over three times"
        + " the range, each bin by its middle.",
      "Asymmetric: scales k / 16 of the range's own, k = 1…17, with 21 offsets each, and the range"
        + " itself.",
      "Symmetric: scales k / 100 of absmax / 127.5 at 8 bits, k = 1…101, so it may exceed"
        + " min-max's.",
      "The threefold clipping cost keeps outliers that mse would clip; the first of equal ones"
        + " wins.",
      "The range is that of the left edges of the outermost non-empty bins; zeros have −1…1.",
      "Source: quic/aimet, TfEnhancedEncodingAnalyzer.cpp; the roundings of aimet-onnx 2.42.0.",
    ]
  }

  /// AIMET's arithmetic.
  public var toolchain: any Toolchain { AimetToolchain() }

  /// The encoding of least cost.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``,
  ///   ``CalibrationError/noEncoding(_:)``.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let scheme = try toolchain.scheme(scheme)
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    guard bounds != 0...0 else {
      return try CalibratedBlock(zerosFor: scheme, steps: (1 << scheme.bitWidth) - 1)
    }
    return try calibrated(AimetHistogram(of: distribution, range: bounds), scheme: scheme)
  }

  /// The encoding of least cost over a histogram, under the scheme of AIMET.
  ///
  /// - Throws: ``CalibrationError/toolFails(tool:reason:)``, ``CalibrationError/noEncoding(_:)``.
  func calibrated(
    _ histogram: AimetHistogram, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    guard let search = AimetEnhancedSearch(histogram, scheme: scheme) else {
      throw .toolFails(tool: name, reason: AimetHistogram.hasNoEdges)
    }
    guard let best = search.bestCandidate() else {
      throw .toolFails(tool: name, reason: "no candidate has a finite cost")
    }
    do {
      let encoding = try AffineEncoding(
        scale: best.scale, zeroPoint: scheme.quantMin - Int(best.lowest), quantMin: scheme.quantMin,
        quantMax: scheme.quantMax)
      return CalibratedBlock(
        range: encoding.representableRange,
        quantizer: AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic))
    } catch {
      throw .noEncoding(error)
    }
  }

  /// The representable range of the encoding of least cost.
  ///
  /// - Throws: as ``calibrated(_:scheme:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    try calibrated(distribution, scheme: scheme).range
  }
}
