import QuantizationEngine

/// Scale and zero-point of ai-edge-quantizer, in the types in which NumPy computes them.
///
/// | values | width β − α | floor | quotients | scale of a group |
/// | --- | --- | --- | --- | --- |
/// | float32 | float32 | 1e-9 | float32 | to bfloat16, then to float16 |
/// | bfloat16 | bfloat16 | 1e-9 | float32 | the same |
/// | float16 | float16 | 0, for 1e-9 is none | float16 | the same |
///
/// The zero-point comes of the scale before it is cut.
///
/// Source: `tensor_zp_scale_from_min_max` of ai-edge-quantizer 0.10.0; NumPy 2.4 and ml_dtypes 0.6 for
/// the types of arrays and Python's numbers.
struct LiteRTFormula {
  private let scheme: Scheme
  /// The type of the quotients.
  private let type: ElementType

  init(_ scheme: Scheme) {
    self.scheme = scheme
    type = scheme.valueType == .float16 ? .float16 : .float32
  }

  /// What neither a magnitude nor a width is below.
  private var least: Float { type.rounded(1e-9) }

  /// The scale of codes about zero.
  func symmetricScale(_ largest: Float) -> Float {
    let half = (1 << (scheme.bitWidth - 1)) - 1
    return stored(type.rounded(max(largest, least) / Float(half)))
  }

  /// The scale and the zero-point of a range that holds zero.
  func asymmetric(lower: Float, upper: Float) -> (scale: Float, zeroPoint: Int) {
    let width = max(scheme.valueType.rounded(upper - lower), least)
    let scale = type.rounded(width / Float((1 << scheme.bitWidth) - 1))
    guard scale.isFinite, scale > 0 else { return (stored(scale), 0) }
    let place = type.rounded(Float(scheme.quantMin) - type.rounded(lower / scale))
      .rounded(.toNearestOrEven)
    let code = min(max(place, Float(scheme.quantMin)), Float(scheme.quantMax))
    return (stored(scale), Int(code))
  }

  /// The scale as it is kept.
  func stored(_ scale: Float) -> Float {
    guard scheme.scope == .group else { return scale }
    return ElementType.float16.rounded(ElementType.bfloat16.rounded(scale))
  }
}
