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

  /// The form that a scheme has in force, or stored codes for 8 bits and fake quantization for others.
  init(for scheme: Scheme, stored: Form = .stored) {
    form =
      scheme.rule.name.flatMap(Form.init(rawValue:)) ?? (scheme.bitWidth == 8 ? stored : .fake)
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

  /// 8 bits for stored codes; all widths for fake quantization.
  public var repertoire: Repertoire {
    switch form {
    case .stored, .channels: Repertoire(bitWidths: [8])
    case .reduced: Repertoire(bitWidths: [8], symmetries: [.asymmetric, .symmetric])
    case .fake: Repertoire()
    }
  }

  /// The encoding of a clipping range.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    guard range.lower.isFinite, range.upper.isFinite else { throw .rangeNotFinite(range) }
    let epsilon: Float = 0x1p-23
    let lowest = form == .reduced ? scheme.quantMin / 2 : scheme.quantMin
    let highest = form == .reduced ? scheme.quantMax / 2 : scheme.quantMax
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
