public import QuantizationEngine

/// ONNX Runtime: `quant_utils.compute_scale_zp` and the `QuantizeLinear` kernel of its CPU provider.
///
///     S = float32((β − α) / (Q − q)),  Z = half-even(q − α / S)  in float64
///
/// where [α, β] is the range widened to zero, made symmetric where the scheme is, and q…Q are the
/// codes *counted on*: −127…127 for symmetric int8 (−32767…32767 for int16), all codes otherwise, a
/// half of them with a reduced range (−64…64 and 0…127 for 8 bits). Values still saturate at all
/// codes of the type, so −128 can occur.
///
/// Edge cases: an S below the smallest normal float32 becomes 1 with Z = 0, also in symmetric unsigned
/// schemes. An S above the largest float32 is refused; there ONNX Runtime goes on with infinity.
///
/// Source: onnxruntime 1.31.1, `onnxruntime/quantization/quant_utils.py`.
public struct OrtToolchain: Toolchain {
  /// Which codes a scale counts on.
  public let codeRange: CodeRange

  /// ONNX Runtime with all codes, or with `reduce_range`.
  public init(codeRange: CodeRange = .full) {
    self.codeRange = codeRange
  }

  /// `ort`, or `ort-reduced`.
  public var name: String { codeRange == .full ? "ort" : "ort-reduced" }

  /// Whose arithmetic it is.
  public var summary: String {
    "ONNX Runtime 1.31, compute_scale_zp and QuantizeLinear"
      + (codeRange == .full ? "" : " with reduce_range")
  }

  /// Divide, half-even, then the zero-point.
  public var arithmetic: QuantizationArithmetic { QuantizationArithmetic() }

  /// 4, 8 and 16 bits; symmetric int8 counts on 127 codes a side without leaving one out.
  public var repertoire: Repertoire {
    Repertoire(bitWidths: [4, 8, 16], symmetries: [.asymmetric, .symmetric])
  }

  /// The encoding of a clipping range.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    guard range.lower.isFinite, range.upper.isFinite else { throw .rangeNotFinite(range) }
    let (lowest, highest) = countedCodes(scheme)
    var (lower, upper) = (min(range.lower, 0), max(range.upper, 0))
    if scheme.symmetry != .asymmetric {
      upper = max(abs(lower), abs(upper))
      lower = -upper
    }
    let scale = (upper - lower) / Double(highest - lowest)
    guard Float(scale).isFinite else { throw .scaleOverflows(range) }
    guard scale >= Double(Float.leastNormalMagnitude) else {
      return try AffineEncoding(
        scale: 1, zeroPoint: 0, quantMin: scheme.quantMin, quantMax: scheme.quantMax)
    }
    let zeroPoint =
      scheme.symmetry == .asymmetric
      ? Double(lowest) - lower / scale : Double(lowest + highest) / 2
    return try AffineEncoding(
      scale: Float(scale), zeroPoint: Int(zeroPoint.rounded(.toNearestOrEven)),
      quantMin: scheme.quantMin, quantMax: scheme.quantMax)
  }

  /// The codes that the scale is divided over.
  private func countedCodes(_ scheme: Scheme) -> (lowest: Int, highest: Int) {
    switch (codeRange, scheme.signedness) {
    case (.reduced, .unsigned): (0, scheme.quantMax / 2)
    case (.reduced, .signed):
      scheme.bitWidth == 4
        ? (-4, 3) : (-(scheme.quantMax + 1) / 2, (scheme.quantMax + 1) / 2)
    case (.full, .signed) where scheme.symmetry == .symmetric && scheme.bitWidth > 4:
      (scheme.quantMin + 1, scheme.quantMax)
    case (.full, _): (scheme.quantMin, scheme.quantMax)
    }
  }
}
