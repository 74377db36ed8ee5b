/// The arithmetic of a ``SmallFloatCode`` alone, without its table: numbers that a loop takes along.
struct SmallFloatRounding: Sendable {
  /// 23 less the bits of the fraction.
  let shift: Int32
  /// What is added before the shift, less 1 where the code below is even.
  let halfLessOne: Int32
  /// The difference of the biases, above the fraction.
  let rebias: Int32
  /// The bits of the least normal number.
  let leastNormal: Int32
  /// c of the equation.
  let aligner: Float
  /// The code of the largest number, and that of what rounds beyond it.
  let largest, beyondLargest: Int32
  /// The codes of NaN.
  let positiveNaN, negativeNaN: Int32
  /// The bit of the sign.
  let signBit: Int32
  /// The sign of a negative zero: none, where the type has no such zero.
  let signOfZero: Int32

  /// The code in as many bits as the value has, for loops that go over several values at a time.
  @inline(__always)
  func wideCode(of value: Float) -> Int32 {
    let bits = Int32(bitPattern: value.bitPattern)
    let magnitude = bits & 0x7FFF_FFFF
    let normal = roundedMagnitude(magnitude)
    let sum = Float(bitPattern: UInt32(bitPattern: magnitude)) + aligner
    let tiny = Int32(bitPattern: sum.bitPattern) &- Int32(bitPattern: aligner.bitPattern)
    var code = magnitude < leastNormal ? tiny : normal
    code = code > largest ? beyondLargest : code
    let sign = bits < 0 ? (code == 0 ? signOfZero : signBit) : 0
    let nan = bits < 0 ? negativeNaN : positiveNaN
    return magnitude > 0x7F80_0000 ? nan : code | sign
  }

  /// The first of the two equations, for the bits of any |x|, NaN among them.
  @inline(__always)
  func roundedMagnitude(_ magnitude: Int32) -> Int32 {
    ((magnitude &+ halfLessOne &+ ((magnitude &>> shift) & 1)) &>> shift) &- rebias
  }
}
