/// How a value is brought to the grid of integers, in float32.
public enum ScalingOperation: String, Hashable, Sendable, CaseIterable {
  /// `x / scale`: ONNX Runtime, AIMET.
  case divide
  /// `x * (1 / scale)`, the inverse rounded first: PyTorch, ncnn, TensorFlow.
  case multiplyByInverse = "multiply_by_inverse"
}

/// Where the zero-point joins the quotient, which decides how ties fall.
public enum ZeroPointAddition: String, Hashable, Sendable, CaseIterable {
  /// `round(x / S) + Z`: ONNX Runtime, PyTorch's fake-quantize.
  case afterRounding = "after_rounding"
  /// `round(x / S + Z)`, the sum rounded to float32: PyTorch's `quantize_per_tensor`.
  case beforeRounding = "before_rounding"
  /// `round(x / S + (Z − quantMin)) + quantMin`: codes count from the lowest one, as in AIMET.
  case fromLowestCode = "from_lowest_code"
  /// `round((x − S · (quantMin − Z)) / S − (Z − quantMin)) + Z`: values count from the lowest level,
  /// as in TensorFlow's fake-quantize.
  case fromLowestLevel = "from_lowest_level"
}

/// Which of the operations between a value and its code are rounded.
public enum ArithmeticPrecision: String, Hashable, Sendable, CaseIterable {
  /// Each operation is rounded to float32.
  case float32
  /// As ``float32``, but a product and the sum after it are rounded once: fused multiply-add.
  case fusedFloat32 = "fused_float32"
  /// As ``float32``, but the tool keeps the inverse of the scale, so that it is rounded once only:
  /// values are multiplied by it and codes are divided by it. TensorRT, ncnn.
  case storedInverse = "stored_inverse"
  /// As ``float32``, but values are multiplied by an inverse that the tool makes apart from the scale
  /// (see ``AffineEncoding/init(scale:inverse:zeroPoint:quantMin:quantMax:)``). TensorFlow.
  case ownInverse = "own_inverse"
}

/// How a code becomes a level, in float32.
public enum LevelFormula: String, Hashable, Sendable, CaseIterable {
  /// `S · (q − Z)`: equation (1), and nearly every tool.
  case product
  /// `q · S + (S · (quantMin − Z) − quantMin · S)`, each rounded: TensorFlow's `MIN_FIRST`. With
  /// signed codes the level of the real zero may be an ulp of the lowest level off.
  case sumOfProducts = "sum_of_products"
}

/// The order and the rounding of the float32 operations between a value and its code.
///
/// Two tools with the same scale and zero-point differ in a value's code only by this.
/// The default is that of ONNX `QuantizeLinear`: divide, half-even, then add the zero-point.
public struct QuantizationArithmetic: Hashable, Sendable {
  /// What happens to ties.
  public var rounding: RoundingMode
  /// Whether x is divided by the scale or multiplied by its inverse.
  public var scaling: ScalingOperation
  /// Where the zero-point joins.
  public var zeroPointAddition: ZeroPointAddition
  /// Which operations are rounded.
  public var precision: ArithmeticPrecision
  /// How codes become levels.
  public var levels: LevelFormula
  /// The type that each operation is rounded to; float32 but for tools that compute in float16 or
  /// bfloat16 where the tensor is of that type.
  public var operationType: ElementType
  /// The type that levels are rounded to: that of the dequantized values.
  public var levelType: ElementType

  /// An arithmetic; without arguments that of ONNX `QuantizeLinear`.
  public init(
    rounding: RoundingMode = .halfEven, scaling: ScalingOperation = .divide,
    zeroPointAddition: ZeroPointAddition = .afterRounding,
    precision: ArithmeticPrecision = .float32, levels: LevelFormula = .product,
    operationType: ElementType = .float32, levelType: ElementType = .float32
  ) {
    self.rounding = rounding
    self.scaling = scaling
    self.zeroPointAddition = zeroPointAddition
    self.precision = precision
    self.levels = levels
    self.operationType = operationType
    self.levelType = levelType
  }
}
