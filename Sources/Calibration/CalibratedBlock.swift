public import QuantizationEngine

/// What a calibrator chose for one block: the range, and the quantizer that its tool makes of it.
public struct CalibratedBlock: Hashable, Sendable {
  /// The clipping range; what the tool reports as its thresholds.
  public let range: ClippingRange
  /// The encoding and the arithmetic.
  public let quantizer: AffineQuantizer

  /// A range and its quantizer.
  public init(range: ClippingRange, quantizer: AffineQuantizer) {
    self.range = range
    self.quantizer = quantizer
  }

  /// A range with the quantizer that a scheme makes of it.
  ///
  /// - Throws: ``CalibrationError/noEncoding(_:)``.
  public init(_ range: ClippingRange, scheme: Scheme) throws(CalibrationError) {
    // Not every tool looks.
    guard range.lower.isFinite, range.upper.isFinite else {
      throw .noEncoding(.rangeNotFinite(range))
    }
    do {
      self.init(
        range: range,
        quantizer: AffineQuantizer(
          encoding: try scheme.encoding(for: range), arithmetic: scheme.arithmetic))
    } catch {
      throw .noEncoding(error)
    }
  }
}
