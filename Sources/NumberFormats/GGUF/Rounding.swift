extension GGUF {
  /// How ggml rounds to integers, without a conversion that could trap.
  ///
  /// An integer stays a float32 until its byte is wanted, for the sums of the searches are over
  /// floats. What has no integer, NaN and infinities, comes out as ggml's x86 code has it.
  enum Rounding {
    /// 1.5 · 2^23: a float32 of this size has its units in the lowest bit.
    private static let unit: Float = 0x1.8p23

    /// The nearest integer, ties to even.
    ///
    /// It is the low 23 bits of x + 1.5·2^23, less 2^22, whatever those bits are: what is not
    /// within ±2^22 comes out as some integer that is, NaN as 0 and infinities as −2^22.
    ///
    /// Source: `nearest_int` of `ggml-quants.c`.
    @inline(__always)
    static func nearest(_ x: Float) -> Float {
      Float(bitPattern: (x + unit).bitPattern & 0x007F_FFFF | 0x4B00_0000) - unit
    }

    /// The same for eight numbers.
    @inline(__always)
    static func nearest(_ x: SIMD8<Float>) -> SIMD8<Float> {
      let bits = unsafe unsafeBitCast(x + unit, to: SIMD8<UInt32>.self)
      let integers = bits & 0x007F_FFFF | 0x4B00_0000
      return unsafe unsafeBitCast(integers, to: SIMD8<Float>.self) - unit
    }

    /// The nearest integers of four numbers, brought between two others.
    @inline(__always)
    static func nearest(
      _ x: SIMD4<Float>, from lower: Float, through upper: Float
    ) -> SIMD4<Float> {
      let bits = unsafe unsafeBitCast(x + unit, to: SIMD4<UInt32>.self)
      let shifted = bits & 0x007F_FFFF | 0x4B00_0000
      let integers = unsafe unsafeBitCast(shifted, to: SIMD4<Float>.self) - unit
      let capped = integers.replacing(with: upper, where: upper .< integers)
      return capped.replacing(with: lower, where: lower .> capped)
    }

    /// The nearest integer, brought between two others.
    @inline(__always)
    static func nearest(_ x: Float, from lower: Float, through upper: Float) -> Float {
      let integer = nearest(x)
      let capped = integer > upper ? upper : integer
      return capped < lower ? lower : capped
    }

    /// The same for eight numbers.
    @inline(__always)
    static func nearest(
      _ x: SIMD8<Float>, from lower: Float, through upper: Float
    ) -> SIMD8<Float> {
      clamped(nearest(x), from: lower, through: upper)
    }

    /// The nearest integers of eight numbers within ±2^22, ties to even, brought between two others.
    @inline(__always)
    static func nearestOfBounded(
      _ x: SIMD8<Float>, from lower: Float, through upper: Float
    ) -> SIMD8<Float> {
      clamped((x + unit) - unit, from: lower, through: upper)
    }

    /// The nearest integers of four numbers within ±2^22, ties to even.
    @inline(__always)
    static func nearestOfBounded(_ x: SIMD4<Float>) -> SIMD4<Float> {
      (x + unit) - unit
    }

    /// Integers brought between two others.
    ///
    /// Lane by lane, with the bound first in each comparison, it is two instructions.
    @inline(__always)
    private static func clamped(
      _ integers: SIMD8<Float>, from lower: Float, through upper: Float
    ) -> SIMD8<Float> {
      var clamped = integers
      for lane in 0..<8 { clamped[lane] = upper < clamped[lane] ? upper : clamped[lane] }
      for lane in 0..<8 { clamped[lane] = lower > clamped[lane] ? lower : clamped[lane] }
      return clamped
    }

    /// The nearest integer, ties away from zero; 0 for NaN and what is not within ±2^22.
    ///
    /// Not ⌊|x| + ½⌋, which would be 1 for the number just below ½.
    ///
    /// Source: `roundf` and a conversion to an integer of 8 bits, which has no numbers so large.
    @inline(__always)
    static func awayFromZero(_ x: Float) -> Float {
      let magnitude = abs(x)
      let even = (magnitude + unit) - unit
      let away = magnitude - even == 0.5 ? even + 1 : even
      let kept = magnitude < 0x1p22 ? away : 0
      return x < 0 ? -kept : kept
    }

    /// The integer part of a number from 0 on; 0 for all others, NaN, and what is 2^22 or more.
    ///
    /// Source: a conversion to an integer of 8 bits, which has no numbers so large.
    @inline(__always)
    static func integerPart(_ x: Float) -> Float {
      let even = (x + unit) - unit
      let part = even > x ? even - 1 : even
      return x >= 0 && x < 0x1p22 ? part : 0
    }

    /// The lowest eight bits of an integer within ±2^22, in two's complement.
    @inline(__always)
    static func byte(_ integer: Float) -> UInt8 {
      UInt8(truncatingIfNeeded: (integer + unit).bitPattern)
    }

    /// 1 / x, or 0 for 0.
    @inline(__always)
    static func inverse(_ x: Float) -> Float {
      x != 0 ? 1 / x : 0
    }
  }
}
