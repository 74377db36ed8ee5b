public import QuantizationEngine

/// PyTorch: `torch.ao.quantization.observer` and its CPU kernels, in float32 throughout.
///
///     affine:     S = max((β − α) / (Q − q), ε),  Z = q − half-even(α / S), clamped
///     symmetric:  S = max(max(−α, β) / ((Q − q) / 2), ε),  Z = the middle code
///
/// with [α, β] the range widened to zero, q…Q the codes and ε = 2⁻²³. So a symmetric int8 scale is
/// |x|/127.5, and the largest magnitude lands on 127.5, just outside. Without −128 (restricted
/// symmetric) it is |x|/127.
///
/// | name | codes | tie | what it is |
/// | --- | --- | --- | --- |
/// | `torch` | 8 bits | half-even(x · (1/S) + Z), the product not rounded | `quantize_per_tensor` |
/// | `torch-per-channel` | 8 bits | half-even(x · (1/S) + Z), the product rounded | `quantize_per_channel` |
/// | `torch-reduced` | 8 bits, scale for 7 | as `torch`; values saturate at all 8 bits | with `reduce_range` |
/// | `torch-fake` | 2 to 16 bits | half-even(x · (1/S)) + Z | `fake_quantize_per_tensor_affine` |
///
/// Observers turn float16 and bfloat16 values into float32 first, so that scales are the same ones and
/// float32; fake quantization computes in float32 too and rounds its levels to the type of the values.
/// `quantize_per_tensor` and `quantize_per_channel` take float32 only.
///
/// Edge cases: a width that overflows float32 is refused; there PyTorch goes on with a scale of
/// infinity.
///
/// Source: torch 2.13, `torch/ao/quantization/observer.py` (`_calculate_qparams`).
public struct TorchToolchain: Toolchain {
  /// Which of PyTorch's ways of quantizing is meant.
  public let form: Form

  /// PyTorch's ways of quantizing.
  public enum Form: String, Hashable, Sendable, CaseIterable {
    /// To stored codes.
    case stored = "torch"
    /// To stored codes, channel by channel.
    case channels = "torch-per-channel"
    /// To stored codes, with the scale divided over half of them.
    case reduced = "torch-reduced"
    /// To floats on the grid of the codes.
    case fake = "torch-fake"
  }

  /// PyTorch in one of its forms.
  public init(_ form: Form = .stored) {
    self.form = form
  }

  /// The form that a scheme has in force, or stored codes for float32 values in 8 bits and fake
  /// quantization for others.
  init(for scheme: Scheme, stored: Form = .stored) {
    form =
      scheme.rule.name.flatMap(Form.init(rawValue:))
      ?? (scheme.bitWidth == 8 && scheme.valueType == .float32 ? stored : .fake)
  }

  /// `torch`, `torch-per-channel`, `torch-reduced` or `torch-fake`.
  public var name: String { form.rawValue }

  /// Whose arithmetic it is.
  public var summary: String {
    switch form {
    case .stored: "PyTorch 2.13: observers and quantize_per_tensor"
    case .channels: "PyTorch 2.13: observers and quantize_per_channel"
    case .reduced: "PyTorch 2.13 with reduce_range: a scale for half of the codes"
    case .fake: "PyTorch 2.13: observers and fake_quantize"
    }
  }

  /// Times the inverse, half-even; the zero-point is added first for stored codes.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(
      scaling: .multiplyByInverse,
      zeroPointAddition: form == .fake ? .afterRounding : .beforeRounding,
      precision: form == .stored || form == .reduced ? .fusedFloat32 : .float32)
  }

  /// ``arithmetic`` with the levels of fake quantization in the type of the values.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic {
    var typed = arithmetic
    if form == .fake { typed.levelType = scheme.valueType }
    return typed
  }

  /// Stored codes of tensors are made by one function, those of channels by another.
  public func sharing(_ scope: EncodingScope) -> any Toolchain {
    switch (form, scope) {
    case (.stored, .channel): TorchToolchain(.channels)
    case (.channels, .tensor): TorchToolchain(.stored)
    default: self
    }
  }

  /// Stored codes are made of float32 values only.
  public func failure(for scheme: Scheme) -> String? {
    guard form != .fake, scheme.valueType != .float32 else { return nil }
    let found = scheme.valueType == .float16 ? "Half" : "BFloat16"
    return form == .channels
      ? "quantize_per_channel expects a Float Tensor, got \(found); torch-fake takes it"
      : "quantize_per_tensor only works on Float Tensor, got \(found); torch-fake takes it"
  }

  /// 8 bits for stored codes; all widths for fake quantization.
  public var repertoire: Repertoire {
    switch form {
    case .stored, .channels: Repertoire(bitWidths: [8])
    case .reduced: Repertoire(bitWidths: [8], symmetries: [.asymmetric, .symmetric])
    case .fake: Repertoire()
    }
  }

  /// The codes by which scale and zero-point are chosen: with `reduce_range` the middle half.
  func rangeOfCodes(of scheme: Scheme) -> (lowest: Int, highest: Int) {
    form == .reduced
      ? (scheme.quantMin / 2, scheme.quantMax / 2) : (scheme.quantMin, scheme.quantMax)
  }

  /// The encoding of a clipping range.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    guard range.lower.isFinite, range.upper.isFinite else { throw .rangeNotFinite(range) }
    let epsilon: Float = 0x1p-23
    let (lowest, highest) = rangeOfCodes(of: scheme)
    let lower = min(Float(range.lower), 0)
    let upper = max(Float(range.upper), 0)
    let scale: Float
    let zeroPoint: Int
    if scheme.symmetry == .asymmetric {
      scale = max((upper - lower) / Float(highest - lowest), epsilon)
      guard scale.isFinite else { throw .scaleOverflows(range) }
      let distance = Int((lower / scale).rounded(.toNearestOrEven))
      zeroPoint = min(max(lowest - distance, lowest), highest)
    } else {
      scale = max(max(-lower, upper) / (Float(highest - lowest) / 2), epsilon)
      zeroPoint = scheme.symmetricZeroPoint
    }
    return try AffineEncoding(
      scale: scale, zeroPoint: zeroPoint, quantMin: scheme.quantMin, quantMax: scheme.quantMax)
  }
}
