public import QuantizationEngine

/// The arithmetic of TensorFlow's fake quantization, which quantization-aware training inserts.
///
///     S = (β − α) / (quantMax − quantMin),  Z = quantMin − α / S, clamped, then half away from zero
///     q = ⌊(x − S · (quantMin − Z)) / S − (Z − quantMin) + ½⌋ + Z, clamped
///
/// in float32 throughout. A range that leaves zero out is *shifted* to hold it, not widened: 5…10
/// becomes 0…5, and everything above is clipped. Symmetric schemes make the range as the
/// quantizers of tfmot do, so that the codes reach equally far: α ≥ −β · 2^b / (2^b − 2), and
/// restricted ones α = −β with the lowest code left out.
///
/// The op for channels multiplies by (quantMax − quantMin) / (β − α) where that for whole tensors
/// divides by S.
///
/// Edge cases: TensorFlow's kernels take denormal numbers for zero. Of a range of 0…0 everything becomes
/// 0, which is a scale of 0 here. Any other range whose scale would be 0 or denormal makes NaN of
/// everything, and is refused.
///
/// Source: `fake_quant_ops_functor.h` of TensorFlow 2.21.0, `quant_ops.py` of tfmot for symmetric
/// ranges.
public struct TensorFlowFakeQuantToolchain: Toolchain {
  /// Which op, and with which codes.
  public enum Variant: String, Hashable, Sendable, CaseIterable {
    /// `fake_quant_with_min_max_vars`.
    case plain = "tf-fake-quant"
    /// The same with `narrow_range`: the lowest code is left out.
    case narrow = "tf-fake-quant-narrow"
    /// `fake_quant_with_min_max_vars_per_channel`.
    case channels = "tf-fake-quant-per-channel"
  }

  /// Which op.
  public let variant: Variant

  /// The toolchain.
  public init(_ variant: Variant = .plain) {
    self.variant = variant
  }

  /// `tf-fake-quant`, `tf-fake-quant-narrow` or `tf-fake-quant-per-channel`.
  public var name: String { variant.rawValue }

  /// Whose arithmetic it is.
  public var summary: String {
    switch variant {
    case .plain: "TensorFlow 2.21.0 fake quantization, as quantization-aware training has it"
    case .narrow: "TensorFlow 2.21.0 fake quantization with narrow_range"
    case .channels: "TensorFlow 2.21.0 fake quantization of channels"
    }
  }

  /// Count from the lowest level, half up.
  public var arithmetic: QuantizationArithmetic {
    QuantizationArithmetic(
      rounding: .halfUp, zeroPointAddition: .fromLowestLevel,
      precision: variant == .channels ? .ownInverse : .float32)
  }

  /// Channels have an op of their own.
  public func sharing(_ scope: EncodingScope) -> any Toolchain {
    switch (variant, scope) {
    case (.plain, .channel): TensorFlowFakeQuantToolchain(.channels)
    case (.channels, .tensor): TensorFlowFakeQuantToolchain(.plain)
    default: self
    }
  }

  /// The op takes float32 alone.
  public func failure(for scheme: Scheme) -> String? {
    TensorFlowTypes.failure(
      of: variant == .channels
        ? "FakeQuantWithMinMaxVarsPerChannel" : "FakeQuantWithMinMaxVars", on: scheme.valueType)
  }

  /// Everything.
  public var repertoire: Repertoire { Repertoire() }

  /// The encoding of a range.
  ///
  /// - Throws: ``EncodingError/scaleOverflows(_:in:)`` where the width overflows float32,
  ///   ``EncodingError/scaleNotPositive(_:)`` where there is no scale.
  public func encoding(
    for range: ClippingRange, scheme: Scheme
  ) throws(EncodingError) -> AffineEncoding {
    try encoding(
      for: range, scheme: scheme,
      isNarrow: variant == .narrow && scheme.symmetry != .restrictedSymmetric)
  }

  /// The encoding of a range, where the scheme's lowest code is or is not to be left out yet.
  func encoding(
    for range: ClippingRange, scheme: Scheme, isNarrow: Bool
  ) throws(EncodingError) -> AffineEncoding {
    let bounds = Self.bounds(of: range, scheme: scheme)
    let quantMin = isNarrow ? scheme.quantMin + 1 : scheme.quantMin
    // The tool's codes count from zero.
    let shift = scheme.signedness == .signed ? 1 << (scheme.bitWidth - 1) : 0
    let nudged = Self.nudged(
      lower: bounds.lower, upper: bounds.upper, quantMin: quantMin + shift,
      quantMax: scheme.quantMax + shift)
    guard bounds.lower != 0 || bounds.upper != 0 else {
      return try AffineEncoding(
        orOfZeros: 0,
        zeroPoint: scheme.symmetry == .asymmetric ? max(0, quantMin) : scheme.symmetricZeroPoint,
        quantMin: quantMin, quantMax: scheme.quantMax)
    }
    guard nudged.scale.isFinite else { throw .scaleOverflows(range) }
    guard nudged.scale >= .leastNormalMagnitude else {
      throw .scaleNotPositive(min(nudged.scale, 0))
    }
    let zeroPoint = nudged.zeroPoint - shift
    guard variant == .channels else {
      return try AffineEncoding(
        scale: nudged.scale, zeroPoint: zeroPoint, quantMin: quantMin, quantMax: scheme.quantMax)
    }
    return try AffineEncoding(
      scale: nudged.scale,
      inverse: Float(scheme.quantMax - quantMin) / (bounds.upper - bounds.lower),
      zeroPoint: zeroPoint, quantMin: quantMin, quantMax: scheme.quantMax)
  }

  /// The range that the quantizers of a symmetry ask for.
  private static func bounds(
    of range: ClippingRange, scheme: Scheme
  ) -> (lower: Float, upper: Float) {
    let lower = Float(range.lower).withoutDenormals
    let upper = Float(range.upper).withoutDenormals
    let codes = 1 << scheme.bitWidth
    let ratio: Float
    switch scheme.symmetry {
    case .asymmetric: return (lower, upper)
    case .symmetric: ratio = -Float(Double(codes - 2) / Double(codes))
    case .restrictedSymmetric: ratio = -1
    }
    return (min(lower, upper / ratio), max(upper, lower * ratio))
  }

  /// The scale and the zero-point of a range.
  static func nudged(
    lower: Float, upper: Float, quantMin: Int, quantMax: Int
  ) -> (scale: Float, zeroPoint: Int) {
    let lowest = Float(quantMin)
    let highest = Float(quantMax)
    let scale = (upper - lower) / (highest - lowest)
    let place = lowest - lower / scale
    guard place >= lowest else { return (scale, quantMin) }
    guard place <= highest else { return (scale, quantMax) }
    return (scale, Int(place.rounded(.toNearestOrAwayFromZero)))
  }
}
