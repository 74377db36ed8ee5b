extension Scheme {
  /// The scheme as files have it: codes, symmetry, rounding and scaling, without the formula of a tool, the type
  /// of the values and the scope, for which they have no words.
  ///
  /// Where the tool leaves the lowest of the symmetric codes out, as TensorFlow Lite and ncnn do, it is restricted
  /// symmetric.
  public var written: Scheme {
    let scheme = with(
      arithmetic: QuantizationArithmetic(
        rounding: arithmetic.rounding, scaling: arithmetic.scaling), rule: .standard
    ).with(valueType: .float32).with(scope: .tensor)
    guard symmetry == .symmetric, usesWholeBitWidth,
      let sample = try? encoding(for: ClippingRange(lower: -1, upper: 1)),
      let restricted = try? Scheme(
        bitWidth: bitWidth, symmetry: .restrictedSymmetric, signedness: signedness,
        arithmetic: scheme.arithmetic),
      sample.quantMin == restricted.quantMin, sample.quantMax == restricted.quantMax
    else { return scheme }
    return restricted
  }
}
