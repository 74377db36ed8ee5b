public import QuantizationEngine

/// torchao, which succeeds `torch.ao.quantization`: its affine primitives, in the type of the values.
///
///     asymmetric:   S = max((β − α) / (Q − q), ε),  Z = q − half-even(α / S), clamped
///     symmetric:    S = max(max(−α, β) / ((Q − q) / 2), ε),  Z = the middle code
///     no clipping:  S = max(α / q, β / Q, ε),  Z = 0
///     codes:        clamp(half-even(x · (1 / S)) + Z),  x̂ = (code − Z) · S
///
/// with [α, β] the range widened to zero and q…Q the codes. So a symmetric int8 scale is |x|/127.5, and
/// the largest positive magnitude lands just outside, unless nothing is to be clipped: then a range
/// that leans to the negative side is divided by 128, any other by 127.
///
/// | name | `MappingType` | ε | what it is |
/// | --- | --- | --- | --- |
/// | `torchao` | `ASYMMETRIC`, `SYMMETRIC` | 2⁻¹²⁶ | `choose_qparams_affine`, `quantize_affine` |
/// | `torchao-no-clipping` | `SYMMETRIC_NO_CLIPPING_ERR` | 2⁻¹²⁶ | the same, signed codes only |
/// | `torchao-int8` | `ASYMMETRIC`, `SYMMETRIC` | 2⁻²³ | `Int8Tensor`: `quantize_` to int8 |
///
/// With float16 and bfloat16 values each operation is rounded to that type, scales are stored in it, and ε
/// of the primitives is its smallest normal number, 2⁻¹⁴ in float16. `Int8Tensor` makes the scale so too, but
/// stores it as float32, and computes codes and levels in float32; the latter are rounded to the type.
///
/// Edge cases: 16-bit codes of float16 and bfloat16 values wrap around, as neither type has the number
/// 32767; they are refused. A width that overflows the type is refused; there torchao goes on with a scale of
/// infinity.
///
/// Source: torchao 0.18.0, `torchao/quantization/quant_primitives.py` and
/// `quantize_/workflows/int8/int8_tensor.py`.
public struct TorchAOToolchain: Toolchain {
  /// Which of torchao's ways of mapping is meant.
  public let form: Form

  /// torchao's ways of mapping floats to integers.
  public enum Form: String, Hashable, Sendable, CaseIterable {
    /// Asymmetric, or symmetric with half a step clipped.
    case primitives = "torchao"
    /// Symmetric with nothing clipped.
    case unclipped = "torchao-no-clipping"
    /// Weights as `quantize_` stores them in int8.
    case int8 = "torchao-int8"
  }

  /// torchao in one of its forms.
  public init(_ form: Form = .primitives) {
    self.form = form
  }

  /// The form that a scheme has in force, or the primitives.
  init(for scheme: Scheme) {
    form = scheme.rule.name.flatMap(Form.init(rawValue:)) ?? .primitives
  }

  /// `torchao`, `torchao-no-clipping` or `torchao-int8`.
  public var name: String { form.rawValue }

  /// Whose arithmetic it is.
  public var summary: String {
    switch form {
    case .primitives: "torchao 0.18: choose_qparams_affine and quantize_affine"
    case .unclipped: "torchao 0.18 with SYMMETRIC_NO_CLIPPING_ERR: no value is clipped"
    case .int8: "torchao 0.18: Int8Tensor, as quantize_ makes it"
    }
  }

  /// Times the inverse, half-even, then the zero-point.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(scaling: .multiplyByInverse)
  }

  /// ``arithmetic`` in the type of the values; of `Int8Tensor` the levels only.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic {
    var typed = arithmetic
    typed.levelType = scheme.valueType
    if form != .int8 { typed.operationType = scheme.valueType }
    return typed
  }

  /// The type of the values; of `Int8Tensor` float32.
  public func scaleType(for scheme: Scheme) -> ElementType {
    form == .int8 ? .float32 : scheme.valueType
  }

  /// Codes of 16 bits need more digits than the small floats have.
  public func failure(for scheme: Scheme) -> String? {
    guard scheme.bitWidth > 8, scheme.valueType != .float32 else { return nil }
    return "it has no number 32767, so that the largest codes of 16 bits wrap around to -32768"
  }

  /// Codes of up to 8 bits, and signed ones of 16; signed where nothing is to be clipped.
  public var repertoire: Repertoire {
    switch form {
    case .primitives:
      Repertoire(bitWidths: Array(2...8)) + Repertoire(bitWidths: [16], signedness: [.signed])
    case .unclipped:
      Repertoire(
        bitWidths: Array(2...8) + [16], signedness: [.signed],
        symmetries: [.symmetric, .restrictedSymmetric])
    case .int8:
      Repertoire(bitWidths: [8], signedness: [.signed], symmetries: [.asymmetric, .symmetric])
    }
  }

  /// The encoding of a clipping range.
  ///
  /// - Throws: ``EncodingError/rangeNotFinite(_:)``, ``EncodingError/scaleOverflows(_:in:)``.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    guard range.lower.isFinite, range.upper.isFinite else { throw .rangeNotFinite(range) }
    let type = scheme.valueType
    let lower = min(type.rounded(Float(range.lower)), 0)
    let upper = max(type.rounded(Float(range.upper)), 0)
    let steps = Float(scheme.quantMax - scheme.quantMin)
    let width =
      switch (form, scheme.symmetry) {
      case (.unclipped, _): max(lower / Float(scheme.quantMin), upper / Float(scheme.quantMax))
      case (_, .asymmetric): type.rounded(upper - lower) / steps
      case (_, .symmetric), (_, .restrictedSymmetric): max(-lower, upper) / (steps / 2)
      }
    guard type.rounded(width).isFinite else { throw .scaleOverflows(range, in: type) }
    let scale = max(
      type.rounded(width), form == .int8 ? 0x1p-23 : type.leastNormalMagnitude)
    let zeroPoint =
      scheme.symmetry == .asymmetric
      ? min(
        max(
          scheme.quantMin - Int(type.rounded(lower / scale).rounded(.toNearestOrEven)),
          scheme.quantMin),
        scheme.quantMax)
      : scheme.symmetricZeroPoint
    return try AffineEncoding(
      scale: scale, zeroPoint: zeroPoint, quantMin: scheme.quantMin, quantMax: scheme.quantMax)
  }
}
