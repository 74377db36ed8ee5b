extension GGUF {
  /// Codes around zero of 32 values under one scale: ``Q4_0`` and ``Q5_0``.
  ///
  ///     d = peak / −half
  ///     q = min(⌊x / d + half + ½⌋, 2·half − 1)
  ///
  /// The peak is the value of largest magnitude. With an importance matrix the scale is searched
  /// for.
  ///
  /// - Returns: The scale, not yet rounded to float16; the codes are those of this one.
  @inline(__always)
  static func encodeAroundZero(
    _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float, half: Float,
    into codes: inout MutableSpan<UInt8>
  ) -> Float {
    guard weights.isEmpty else {
      var importance = InlineArray<32, Float>(repeating: 0)
      var span = importance.mutableSpan
      Importance.weigh(weights, values, meanSquare: rowMeanSquare, into: &span)
      let found = SymmetricSearch.found(of: values, weights: importance.span, half: half)
      for j in 0..<32 { codes[j] = found.code(of: values[j]) }
      return found.scale
    }
    let scale = Peaks.signed(values) / -half
    let inverse = Rounding.inverse(scale)
    for j in 0..<32 {
      let integer = Rounding.integerPart(values[j] * inverse + (half + 0.5))
      codes[j] = Rounding.byte(integer > 2 * half - 1 ? 2 * half - 1 : integer)
    }
    return scale
  }

  /// Codes of 32 values from their minimum up: ``Q4_1`` and ``Q5_1``.
  ///
  ///     d = (max − min) / largest
  ///     q = ⌊(x − min) / d + ½⌋
  ///
  /// With an importance matrix both are searched for.
  ///
  /// - Returns: The scale and the minimum, not yet rounded to float16; the codes are those of these.
  @inline(__always)
  static func encodeFromMinimum(
    _ values: Span<Float>, weights: Span<Float>, rowMeanSquare: Float, largest: Float,
    into codes: inout MutableSpan<UInt8>
  ) -> (scale: Float, minimum: Float) {
    guard weights.isEmpty else {
      var group = EightGroups.Room(repeating: .zero)
      var groupSpan = group.mutableSpan
      EightGroups.gather(only: values, into: &groupSpan)
      var importance = EightGroups.Room(repeating: .zero)
      var importanceSpan = importance.mutableSpan
      EightGroups.gather(only: weights, into: &importanceSpan)
      EightGroups.weigh(group.span, meanSquare: rowMeanSquare, importance: &importanceSpan)
      let search = AffineSearch(largest: largest, first: -0.9, step: 0.05, trialCount: 37)
      let found = search.found(for: group.span, weights: importance.span)
      for j in 0..<32 { codes[j] = found.code(of: values[j], group: 0, largest: largest) }
      return (found.scales[0], found.minimums[0])
    }
    let (minimum, maximum) = Peaks.ends(values)
    let scale = (maximum - minimum) / largest
    let inverse = Rounding.inverse(scale)
    for j in 0..<32 {
      let integer = Rounding.integerPart((values[j] - minimum) * inverse + 0.5)
      codes[j] = Rounding.byte(integer > largest ? largest : integer)
    }
    return (scale, minimum)
  }
}
