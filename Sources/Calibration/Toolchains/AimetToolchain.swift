public import QuantizationEngine

/// AIMET: the encodings of its C++ library and of its Python functions, in float64, and its
/// `quantizeDequantize`, in float32; and aimet-torch's quantizers, in float32 throughout.
///
/// With [α, β] the range widened to zero, n codes, p = ⌊(n − 1) / 2⌋ of them above zero and
/// m = n − 1 − p below, n one less where the scheme is restricted ("strict"):
///
/// | name | whose | smallest |
/// | --- | --- | --- |
/// | `aimet` | AIMET 2.42's library | S of 2⁻²³ |
/// | `aimet-torch` | aimet-torch 2.42's quantizers, "v2" | β − α of n − 1 times 2⁻²³ |
/// | `aimet-fixed` | AIMET 2.42's Python functions, for a range fixed by hand | β − α of 0.01 |
/// | `aimet-v1` | the library up to AIMET 2.0 | β − α of 0.01 |
/// | `snpe` | SNPE: unsigned asymmetric codes of 8 or 16 bits | β − α of 0.01 |
///
///     asymmetric:  S = (β − α) / (n − 1),  offset = half-away(α / S);  aimet-fixed: half-even
///     symmetric:   S = max(β / p, −α / m), offset = −m
///                  aimet-fixed: S = max(β / p, −α / (p + 1));  aimet-v1: S = max(−α, β) / p
///
/// Z is the lowest code less AIMET's offset. A symmetric scheme of *unsigned* codes is AIMET's
/// unsigned symmetric: where no value is negative it is the asymmetric one. Values are divided by
/// the float32 scale, moved to count from the lowest code and rounded half away from zero.
///
/// `aimet-torch` has the formulas of `aimet` with half-even zero-points, each step rounded to
/// float32: its symmetric S gives the ends −m · S and p · S, and their distance over n − 1 is used.
/// Its unsigned symmetric scheme is the signed one, shifted; values go through PyTorch's
/// fake-quantize.
///
/// On float16 and bfloat16 values `aimet-torch` has its bounds in that type, the ends −m · S and p · S too,
/// and everything between in float32, which the scale is in. Dequantized values are of the type. Blocks are
/// divided by the scale, not multiplied by its inverse; where the type tells a quarter of a step from none,
/// which is up to 8 bits in float16 and up to 5 in bfloat16, each operation is rounded to it, and so is the
/// scale that they use. AIMET's library gives a float16 model the scales of the same values in float32.
///
/// Edge cases: `aimet` keeps all levels within 0.99 of the largest float32, and divides β by 2
/// where there are four symmetric codes, as `aimet-torch` does. SNPE's manual widens the range by
/// 0.01 before it is widened to zero, the library after.
///
/// Source: `getComputedEncodings` of the libraries in aimet-onnx 2.42.0 and aimet-torch 2.0.0, which
/// is quic/aimet, `quantization_utils.cpp`; `create_encoding_from_min_max` of the former's
/// `common/quantsim.py`; `encoding_analyzer.py` and `affine/quantizer.py` of aimet-torch 2.42.0.
/// SNPE is of the same maker; none was asked, but its manual has the rules of `aimet-v1` in words,
/// with examples.
public struct AimetToolchain: Toolchain {
  /// Whose formula is meant.
  public let generation: Generation

  /// The generations of the formula.
  public enum Generation: String, Hashable, Sendable, CaseIterable {
    /// AIMET 2.42.
    case current = "aimet"
    /// The quantizers of aimet-torch 2.42, which it calls v2.
    case torch = "aimet-torch"
    /// The Python functions of AIMET 2.42.
    case fixed = "aimet-fixed"
    /// AIMET up to 2.0.
    case first = "aimet-v1"
    /// SNPE.
    case snpe = "snpe"
  }

  /// AIMET of some generation.
  public init(_ generation: Generation = .current) {
    self.generation = generation
  }

  /// The generation that a scheme has in force, or the current one.
  init(for scheme: Scheme) {
    generation = scheme.rule.name.flatMap(Generation.init(rawValue:)) ?? .current
  }

  /// `aimet`, `aimet-torch`, `aimet-fixed`, `aimet-v1` or `snpe`.
  public var name: String { generation.rawValue }

  /// Whose arithmetic it is.
  public var summary: String {
    switch generation {
    case .current: "AIMET 2.42: scales of float64, at least 2^-23"
    case .torch: "aimet-torch 2.42 (v2): float32 throughout, scales at least 2^-23"
    case .fixed: "AIMET 2.42 for a range fixed by hand: ranges of at least 0.01"
    case .first: "AIMET up to 2.0: scales of float64, ranges of at least 0.01"
    case .snpe: "SNPE: asymmetric, ranges of at least 0.01"
    }
  }

  /// Divide, count from the lowest code, half away; aimet-torch: PyTorch's fake-quantize.
  public var arithmetic: QuantizationArithmetic {
    generation == .torch
      ? TorchToolchain(.fake).arithmetic
      : QuantizationArithmetic(rounding: .halfAway, zeroPointAddition: .fromLowestCode)
  }

  /// ``arithmetic``; aimet-torch's levels are of the type of the values, and of blocks the operations may be.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic {
    guard generation == .torch else { return arithmetic }
    var typed = scheme.scope == .group ? QuantizationArithmetic() : arithmetic
    typed.operationType = operationType(for: scheme)
    typed.levelType = scheme.valueType
    return typed
  }

  /// The type in which aimet-torch applies encodings: that of the values for blocks, where it holds the codes
  /// and its numbers about 1 are no further apart than a quarter of a step of all of them; else float32.
  private func operationType(for scheme: Scheme) -> ElementType {
    let type = scheme.valueType
    guard generation == .torch, scheme.scope == .group else { return .float32 }
    let steps = Float(scheme.quantMax - scheme.quantMin)
    return type.ulpOfOne <= 0.25 / steps ? type : .float32
  }

  /// All widths; for SNPE 8 and 16 bits, asymmetric and unsigned.
  public var repertoire: Repertoire {
    generation == .snpe
      ? Repertoire(bitWidths: [8, 16], signedness: [.unsigned], symmetries: [.asymmetric])
      : Repertoire()
  }

  /// The encoding of a clipping range.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    try encoding(for: range, scheme: scheme, leastWidth: 0.01)
  }

  /// The encoding of a clipping range that is made no narrower than so, but by the current
  /// generation.
  func encoding(
    for range: ClippingRange, scheme: Scheme, leastWidth: Double
  ) throws(EncodingError) -> AffineEncoding {
    // To aimet-torch an infinite bound is one until the ends are made numbers of the type.
    let bounds = [range.lower, range.upper]
    guard bounds.allSatisfy({ $0.isFinite || generation == .torch && !$0.isNaN }) else {
      throw .rangeNotFinite(range)
    }
    // Unsigned symmetric codes lie about the middle one in aimet-torch, whatever the values.
    let formula = AimetFormula(scheme, lower: generation == .torch ? -1 : range.lower)
    let (scale, below) =
      switch generation {
      case .current: formula.current(range)
      case .torch: formula.torch(range, in: scheme.valueType)
      case .fixed: formula.fixed(range, leastWidth: leastWidth)
      case .first, .snpe: formula.first(range, leastWidth: leastWidth)
      }
    guard Float(scale).isFinite else { throw .scaleOverflows(range) }
    let encoding = try AffineEncoding(
      wideScale: scale, zeroPoint: scheme.quantMin + Int(below), quantMin: scheme.quantMin,
      quantMax: scheme.quantMax)
    return encoding.applied(in: operationType(for: scheme))
  }

  /// The encoding for values that are all zero, where a histogram is wanted: −1…1 in so many steps.
  func encodingOfZeros(
    _ scheme: Scheme, steps: Int
  ) throws(EncodingError) -> AffineEncoding {
    let scale = 2 / Double(steps)
    return try AffineEncoding(
      wideScale: scale, zeroPoint: scheme.quantMin + Int((1 / scale).rounded(.up)),
      quantMin: scheme.quantMin, quantMax: scheme.quantMax)
  }
}
