import QuantizationEngine

/// Whose range and arithmetic integers have.
///
/// With α ≤ 0 ≤ β the range widened to zero, n = 2^b − 1, q₀ = 2^(b−1) the code in the middle, and
/// rint rounding halves to even:
///
/// | tool | S | code of zero | q |
/// | --- | --- | --- | --- |
/// | ``standard`` | (β − α) / n; max\|x\| / (q₀ − 1) | rint(−α / S); q₀ | rint(x / S) + Z |
/// | ``torchAO`` | (β − α) / n; max\|x\| / (n / 2) | rint(−α / S); q₀ | rint(x · (1 / S)) + Z |
/// | ``torchAOWithoutClipping`` | max(−α / q₀, β / (q₀ − 1)) | q₀ | rint(x · (1 / S)) + Z |
/// | ``compressedTensors(_:)`` | as torchAO | rint(−q₀ − α / S) + q₀; q₀ | rint(x / S + Z) |
/// | ``gptq`` | (β − α) / n; α = −β | rint(−α / S); q₀ | rint(x / S) + Z |
/// | ``awq`` | (max x − min x) / n | rint(−min x / S) | rint(x / S) + Z |
/// | ``dynamicFixedPoint`` | 2^−(b − ⌈log₂ max\|x\|⌉ − 1) | q₀ | rint(x / S) + Z |
/// | ``unitFixedPoint`` | 2^(1 − b) | q₀ | rint(x / S) + Z |
///
/// Where there are two, the second is that of a symmetric format. Codes of zero are clamped to 0…n.
enum IntegerTool: Hashable, Sendable {
  /// qviz's own rule, the range in float64: `Scheme.encoding(for:)`. A scale below
  /// 2^−126 becomes 1.
  case standard
  /// torchao's affine primitives, in float32. A scale is at least 2^−126.
  ///
  /// Source: torchao 0.18.0, `quant_primitives.py`.
  case torchAO
  /// The same with `SYMMETRIC_NO_CLIPPING_ERR`.
  case torchAOWithoutClipping
  /// compressed-tensors, all in one type: values, scale, steps, levels. A scale of 0 becomes the
  /// type's ε.
  ///
  /// Source: compressed-tensors 0.20.0, `helpers.py`, `forward.py`.
  case compressedTensors(ElementType)
  /// The quantizer of GPTQ, in float32, whose scale is stored as float16. Codes come of the
  /// unrounded scale.
  ///
  /// A symmetric group without negative values keeps α = 0 with its zero in the middle, so that its
  /// upper half is clipped. A group of zeros has the range −1…1. A scale of 0 becomes 2^−126.
  ///
  /// Source: auto-gptq 0.7.1 and gptqmodel 7.7.0, `quantization/quantizer.py`, without their
  /// searches.
  case gptq
  /// AWQ's quantizer, all in float16, its range not widened to zero; max x − min x is at least
  /// 10⁻⁵.
  ///
  /// Source: AutoAWQ 0.2.9, `pseudo_quantize_tensor`, without its searches.
  case awq
  /// Dynamic fixed point: S is the least power of two for which max|x| ≤ 2^(b−1) · S.
  ///
  /// Source: Ristretto (Gysel, arXiv 1605.06402), `quantization.cpp` and `Trim2FixedPoint`.
  case dynamicFixedPoint
  /// Fixed point on [−1, 1), whatever the values.
  case unitFixedPoint

  /// The type of the levels where it is not float32.
  var levelType: ElementType? {
    switch self {
    case .awq: .float16
    case .compressedTensors(.float32): nil
    case .compressedTensors(let type): type
    default: nil
    }
  }

  /// How the scale is stored.
  var storedScale: StoredScale {
    switch self {
    case .standard, .torchAO, .torchAOWithoutClipping: .float32
    case .compressedTensors(.float16), .gptq, .awq: .float16
    case .compressedTensors(.bfloat16): .bfloat16
    case .compressedTensors: .float32
    case .dynamicFixedPoint: .exponent
    case .unitFixedPoint: .none
    }
  }

  /// How many bits the zero-point takes: as many as a code, in torchao a byte; none where it is
  /// known, but that GPTQ's files have it all the same.
  func zeroPointBits(_ bitWidth: Int, _ symmetry: Symmetry) -> Int {
    switch self {
    case .gptq: bitWidth
    case _ where symmetry != .asymmetric: 0
    case .torchAO: 8
    default: bitWidth
    }
  }
}
