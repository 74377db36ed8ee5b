extension Scheme {
  /// The quantizer for each clipping range, in order.
  ///
  /// - Throws: ``EncodingError`` for the first range that has no encoding.
  public func quantizers(
    for ranges: [ClippingRange]
  ) throws(EncodingError) -> [AffineQuantizer] {
    var quantizers: [AffineQuantizer] = []
    quantizers.reserveCapacity(ranges.count)
    for range in ranges {
      quantizers.append(
        AffineQuantizer(encoding: try encoding(for: range), arithmetic: arithmetic))
    }
    return quantizers
  }
}
