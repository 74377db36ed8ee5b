public import QuantizationEngine

/// AIMET's percentile analyzer: cuts a share off *each* side, at left edges of bins.
///
/// At 100 % the outermost bins that hold values are kept, by their left edges, in a range of at
/// least 0.01. Where one bin holds nearly everything, the upper bound is moved up by a bin.
///
/// Edge cases: values that are all zero have the encoding of −1…1; equal values so large that
/// float32 has no room for 0.01 beside them are refused, for the tool's answer is NaN.
///
/// Source: quic/aimet, `PercentileEncodingAnalyzer.cpp`, with the roundings of aimet-onnx 2.42.0:
/// the upper cut is the edge of float64 below it plus a float32 width, rounded to float32.
public struct AimetPercentileCalibrator: ToolCalibrator {
  /// The percentage below the upper cut.
  public let percent: Double

  /// The calibrator; by default 99.99 %.
  public init(percent: Double = 99.99) {
    self.percent = percent
  }

  /// `aimet-percentile`.
  public var name: String { "aimet-percentile" }

  /// The percentage.
  public var setting: String? { "\(percent) %" }

  /// What it keeps.
  public var summary: String {
    "AIMET: cuts what lies beyond \(percent) % off each side, at edges of 1536 bins over three"
      + " times the range"
  }

  /// A search, or many bins.
  public var effort: CalibrationEffort { .search }

  /// What it computes.
  public var explanation: [String] {
    [
      "Cuts what lies beyond \(percent) % off each side, so twice that share in all.",
      "Both cuts are left edges of the bins where the cumulative share is reached, of 1536 bins"
        + " over three times the range.",
      "At 100 % the outermost non-empty bins are kept by their left edges, so the top bin is cut.",
      "Where one bin holds nearly everything the upper bound moves up by a bin; zeros have −1…1.",
      "Scale and zero-point as aimet-minmax.",
      "Source: quic/aimet, PercentileEncodingAnalyzer.cpp; the answers of aimet-onnx 2.42.0.",
    ]
  }

  /// AIMET's arithmetic.
  public var toolchain: any Toolchain { AimetToolchain() }

  /// What it chooses, with the encoding that AIMET makes of it.
  ///
  /// - Throws: as ``clippingRange(for:scheme:)``, and ``CalibrationError/noEncoding(_:)``.
  public func calibrated(
    _ distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> CalibratedBlock {
    let scheme = try toolchain.scheme(scheme)
    let range = try clippingRange(for: distribution, scheme: scheme)
    guard distribution.bounds == 0...0 else { return try CalibratedBlock(range, scheme: scheme) }
    return try CalibratedBlock(
      zerosFor: scheme, steps: scheme.quantMax - scheme.quantMin)
  }

  /// The range between the two cuts.
  ///
  /// - Throws: ``CalibrationError/noFiniteValues``, ``CalibrationError/toolFails(tool:reason:)``.
  public func clippingRange(
    for distribution: any Distribution, scheme: Scheme
  ) throws(CalibrationError) -> ClippingRange {
    guard let bounds = distribution.floatBounds else { throw .noFiniteValues }
    guard bounds != 0...0 else { return ClippingRange(lower: -1, upper: 1) }
    return try clippingRange(of: AimetHistogram(of: distribution, range: bounds))
  }

  /// The range between the two cuts of a histogram.
  ///
  /// - Throws: ``CalibrationError/toolFails(tool:reason:)``.
  func clippingRange(of histogram: AimetHistogram) throws(CalibrationError) -> ClippingRange {
    guard let range = histogram.occupiedRange else {
      throw .toolFails(tool: name, reason: AimetHistogram.hasNoEdges)
    }
    guard percent != 100 else {
      return ClippingRange(lower: Double(range.lower), upper: Double(range.upper))
    }
    let upperShare = Float(percent) / 100
    let lowerShare = 1 - upperShare
    let bins = histogram.bins
    // Edges are of float64, the width that leads to the next one is of float32.
    let width = Float(bins.step)
    let first = histogram.firstBin(reaching: Double(lowerShare)) ?? 0
    let reached = histogram.firstBin(reaching: Double(upperShare)) ?? AimetBins.count
    let last = bins.last(of: reached, withEdgeBelow: Double(range.upper)) ?? AimetBins.count - 1
    let lower = Float(bins.edge(of: first))
    var upper = Float(bins.edge(of: last) + Double(width))
    if lower == upper { upper += width }
    return ClippingRange(lower: Double(min(lower, 0)), upper: Double(max(upper, 0)))
  }
}

extension CalibratedBlock {
  /// AIMET's encoding of values that are all zero.
  init(zerosFor scheme: Scheme, steps: Int) throws(CalibrationError) {
    let toolchain = AimetToolchain()
    do {
      self.init(
        range: ClippingRange(lower: -1, upper: 1),
        quantizer: AffineQuantizer(
          encoding: try toolchain.encodingOfZeros(scheme, steps: steps),
          arithmetic: toolchain.arithmetic))
    } catch {
      throw .noEncoding(error)
    }
  }
}
