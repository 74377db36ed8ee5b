public import QuantizationEngine

/// AIMET's entropy analyzer: the KL divergence of a histogram from itself in 255 levels.
///
/// 512 bins lie over the range of the values; for a symmetric scheme they are dealt out again over
/// minus to plus the largest magnitude, in whole counts. From the full window on, two bins a step
/// are left out until fewer than 255 remain: one at each end where the scheme is symmetric, else
/// the pair with fewest values, never beyond zero. The window of least divergence is the range.
///
/// Edge cases: values that are all zero have the encoding of −1…1; equal values have a range 0.01
/// wide. At other widths than 8 bits the tool keeps every value without a word; here that is
/// refused. Where the range overflows float32 the far values fall into the first bin, as they do in
/// the tool, so that an asymmetric range may lose its upper half.
///
/// Source: quic/aimet of October 2024, `EntropyEncodingAnalyzer.cpp`; the answers of the library in
/// aimet-torch 2.0.0. Later ones have no such mode.
public struct AimetEntropyCalibrator: ToolCalibrator {
  /// The calibrator.
  public init() {}

  /// `aimet-entropy`.
  public var name: String { "aimet-entropy" }

  /// What it minimises.
  public var summary: String {
    "AIMET: minimises the KL divergence of 512 bins from 255 levels, at 8 bits only"
  }

  /// A search over histograms.
  public var effort: CalibrationEffort { .long }

  /// What it computes.
  public var explanation: [String] {
    [
      "Minimises KL(P‖Q) in nats over windows of 512 bins: the full one, then two bins less each"
        + " time, down to 255.",
      "Symmetric: bins over −max |x|…max |x|, one less at each end; otherwise the two end bins with"
        + " the fewest values go.",
      "P: the window, with what is clipped added to both ends. Q: the window merged to 255 levels"
        + " and spread evenly over the non-empty bins.",
      "Each empty bin of both is given 0.0001 of a count; of equal windows the widest wins.",
      "8 bits only: at other widths AIMET silently keeps every value, which is refused here."
        + " Scale as aimet-v1, in any range.",
      "Source: quic/aimet, EntropyEncodingAnalyzer.cpp; the answers of aimet-torch 2.0.0.",
    ]
  }

  /// AIMET's arithmetic.
  public var toolchain: any Toolchain { AimetToolchain() }

  /// What it chooses, with the encoding that AIMET 2.0 makes of it, which has no least width here.
  ///
  /// - Throws: as ``clippingRange(for:scheme:)``, and ``CalibrationError/noEncoding(_:)``.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let scheme = try toolchain.scheme(scheme)
    let range = try clippingRange(for: distribution, scheme: scheme)
    guard distribution.bounds != 0...0 else {
      return try CalibratedBlock(zerosFor: scheme, steps: scheme.quantMax - scheme.quantMin)
    }
    do {
      let encoding = try AimetToolchain(.first).encoding(
        for: range, scheme: scheme, leastWidth: 0)
      return CalibratedBlock(
        range: range,
        quantizer: AffineQuantizer(encoding: encoding, arithmetic: scheme.arithmetic))
    } catch {
      throw .noEncoding(error)
    }
  }

  /// The window of least divergence.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``;
  ///   ``CalibrationError/notInRepertoire(tool:reason:)`` for other widths than 8 bits.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard scheme.bitWidth == 8 else {
      throw .notInRepertoire(
        tool: name,
        reason: "its search is for 8 bits; at \(scheme.bitWidth) AIMET silently keeps every value,"
          + " which is aimet-minmax")
    }
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    guard bounds != 0...0 else { return ClippingRange(lower: -1, upper: 1) }
    let isMirrored =
      scheme.symmetry != .asymmetric
      && (bounds.lowerBound < 0 || scheme.symmetry == .restrictedSymmetric
        || scheme.signedness == .signed)
    var histogram = AimetCountHistogram(of: distribution, range: bounds)
    if isMirrored { histogram = histogram.mirrored }
    let search = AimetEntropySearch(
      histogram, shrinking: scheme.symmetry == .asymmetric ? .whereFewest : .evenly)
    let (lower, upper) = search.leastDivergentRange()
    guard isMirrored else { return ClippingRange(lower: Double(lower), upper: Double(upper)) }
    return ClippingRange(magnitude: max(abs(lower), abs(upper)))
  }
}
