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
/// schemes. With a float16 tensor the scale is a float16 and that smallest one is 2⁻¹⁴; codes are still
/// computed in float32, of the rounded scale, and dequantized values are float16. A bfloat16 tensor
/// ends in an error. An S above the largest float32 is refused; there ONNX Runtime goes on with infinity.
///
/// Source: onnxruntime 1.31.1, `onnxruntime/quantization/quant_utils.py`.
public struct OrtToolchain: Toolchain {
  /// Which of ONNX Runtime's formulas is meant.
  public let formula: Formula

  /// The formulas that ONNX Runtime has for one and the same range.
  public enum Formula: String, Hashable, Sendable, CaseIterable {
    /// `compute_scale_zp`.
    case plain = "ort"
    /// `compute_scale_zp` with `reduce_range`: half of the codes.
    case reduced = "ort-reduced"
    /// `compute_scale_zp_blocked`, for groups of a weight: β − α is rounded to float32 before it is
    /// divided, and Z comes of the rounded scale, clamped to the codes.
    case blocked = "ort-blocked"
    /// `compute_scale_zp` for a float16 tensor: the scale is rounded to float16.
    case float16 = "ort-float16"
    /// ``float16`` with `reduce_range`.
    case reducedFloat16 = "ort-reduced-float16"
  }

  /// ONNX Runtime with one of its formulas.
  public init(_ formula: Formula = .plain) {
    self.formula = formula
  }

  /// The formula that a scheme has in force, or the plain one.
  public init(for scheme: Scheme) {
    formula = scheme.rule.name.flatMap(Formula.init(rawValue:)) ?? .plain
  }

  /// `ort`, `ort-reduced`, `ort-blocked`, `ort-float16` or `ort-reduced-float16`.
  public var name: String { formula.rawValue }

  /// Whose arithmetic it is.
  public var summary: String {
    switch formula {
    case .plain: "ONNX Runtime 1.31: compute_scale_zp and QuantizeLinear"
    case .reduced: "ONNX Runtime 1.31 with reduce_range: a scale for half of the codes"
    case .blocked: "ONNX Runtime 1.31 for groups of a weight: compute_scale_zp_blocked"
    case .float16: "ONNX Runtime 1.31 for a float16 tensor: compute_scale_zp with a float16 scale"
    case .reducedFloat16:
      "ONNX Runtime 1.31 for a float16 tensor with reduce_range: a float16 scale for half of the codes"
    }
  }

  /// Divide, half-even, then the zero-point.
  public var arithmetic: QuantizationArithmetic { QuantizationArithmetic() }

  /// ``arithmetic``; of a float16 tensor dequantized values are float16, too.
  public func arithmetic(for scheme: Scheme) -> QuantizationArithmetic {
    var typed = arithmetic
    typed.levelType = scaleType(for: scheme)
    return typed
  }

  /// Groups have a formula of their own.
  public func sharing(_ scope: EncodingScope) -> any Toolchain {
    switch (formula, scope) {
    case (.plain, .group): OrtToolchain(.blocked)
    case (.blocked, .tensor), (.blocked, .channel): OrtToolchain(.plain)
    default: self
    }
  }

  /// Float16 for a float16 tensor, or where that is asked for by name.
  public func scaleType(for scheme: Scheme) -> ElementType {
    switch formula {
    case .plain, .reduced, .blocked: scheme.valueType == .float16 ? .float16 : .float32
    case .float16, .reducedFloat16: .float16
    }
  }

  /// NumPy knows no smallest bfloat16, which the scale is compared with.
  public func failure(for scheme: Scheme) -> String? {
    guard scheme.valueType == .bfloat16, scaleType(for: scheme) == .float32 else { return nil }
    return "ValueError: data type <class 'ml_dtypes.bfloat16'> not inexact"
  }

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
    let width = upper - lower
    let type = scaleType(for: scheme)
    let steps = Double(highest - lowest)
    // Groups are taken in the type of the values from their width on.
    let scale =
      formula == .blocked
      ? Double(Self.rounded(Double(Self.rounded(width, to: type)) / steps, to: type))
      : width / steps
    guard Self.rounded(scale, to: type).isFinite else {
      throw .scaleOverflows(range, in: type)
    }
    guard scale >= Double(type.leastNormalMagnitude) else {
      return try AffineEncoding(
        scale: 1, zeroPoint: 0, quantMin: scheme.quantMin, quantMax: scheme.quantMax)
    }
    let zeroPoint =
      scheme.symmetry == .asymmetric
      ? Double(lowest) - lower / scale : Double(lowest + highest) / 2
    // No more than a guard: zero lies in the range, so only rounding could lead outside the codes.
    let code = min(max(zeroPoint.rounded(.toNearestOrEven), Double(lowest)), Double(highest))
    return try AffineEncoding(
      scale: Self.rounded(scale, to: type), zeroPoint: Int(code),
      quantMin: scheme.quantMin, quantMax: scheme.quantMax)
  }

  /// A float64 rounded to the type of the scales.
  private static func rounded(_ number: Double, to type: ElementType) -> Float {
    type == .float16 ? Float(Float16(number)) : Float(number)
  }

  /// The codes that the scale is divided over.
  private func countedCodes(_ scheme: Scheme) -> (lowest: Int, highest: Int) {
    let leavesOutLowest =
      scheme.signedness == .signed && scheme.symmetry == .symmetric && scheme.bitWidth > 4
    switch (formula, scheme.signedness) {
    case (.reduced, .unsigned), (.reducedFloat16, .unsigned): return (0, scheme.quantMax / 2)
    case (.reduced, .signed), (.reducedFloat16, .signed):
      let half = (scheme.quantMax + 1) / 2
      return (-half, scheme.bitWidth == 4 ? half - 1 : half)
    case (.plain, _), (.blocked, _), (.float16, _):
      return (leavesOutLowest ? scheme.quantMin + 1 : scheme.quantMin, scheme.quantMax)
    }
  }
}
