import QuantizationEngine

/// A cast to a small float and nothing else.
///
///     code = cast(x),  x̂ = value(code)
///
/// Edge cases: what is beyond the largest number, the infinities and NaN become what the cast says.
///
/// Source: PyTorch 2.13.0 on CPUs.
struct CastCoder: ScopeCoder {
  typealias Gathered = Void

  private let cast: SmallFloatCode

  /// - Precondition: `type` is a float of at most 16 bits with a sign.
  init(_ type: ElementType, as cast: SmallFloatCode.Cast) {
    guard let code = SmallFloatCode(type, as: cast) else {
      preconditionFailure("a cast is to a small float with a sign")
    }
    self.cast = code
  }

  var bitsPerCode: Int { cast.type.bitCount }

  func encode(_ values: Span<Float>, under scope: Void, into codes: inout MutableSpan<UInt16>) {
    let cast = cast
    for index in values.indices { codes[index] = cast.code(of: values[index]) }
  }

  func decode(_ codes: Span<UInt16>, under scope: Void, into values: inout MutableSpan<Float>) {
    let cast = cast
    for index in codes.indices { values[index] = cast.value(of: codes[index]) }
  }
}
