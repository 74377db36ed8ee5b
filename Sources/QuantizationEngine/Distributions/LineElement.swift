/// A floating-point type whose values can be sorted by an integer key.
///
/// Keys are ordered as the numbers are: the bits, with all of them flipped for negative numbers and
/// the sign bit alone for the others. (−0 comes just before +0; comparisons see no difference.)
///
/// Source: the order-preserving key of M. Herf, "Radix tricks" (2001).
protocol LineElement: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  associatedtype Key: FixedWidthInteger & UnsignedInteger & Sendable
  /// The key of the number.
  var key: Key { get }
  /// The number with the given key.
  init(key: Key)
  /// The nearest float32, in which the tools compute.
  var rounded32: Float { get }
  /// What stands for a value that is left out on purpose: a NaN that no other has.
  static var ignoredMark: Self { get }
}

extension Float: LineElement {
  @inline(__always)
  var key: UInt32 {
    let sign = UInt32(bitPattern: Int32(bitPattern: bitPattern) >> 31)
    return bitPattern ^ (sign | 0x8000_0000)
  }

  @inline(__always)
  init(key: UInt32) {
    let sign = UInt32(bitPattern: Int32(bitPattern: key) >> 31)
    self.init(bitPattern: key ^ (~sign | 0x8000_0000))
  }

  @inline(__always)
  var rounded32: Float { self }

  static let ignoredMark = Float(bitPattern: 0x7FC5_1A5D)
}

extension Double: LineElement {
  @inline(__always)
  var key: UInt64 {
    let sign = UInt64(bitPattern: Int64(bitPattern: bitPattern) >> 63)
    return bitPattern ^ (sign | 0x8000_0000_0000_0000)
  }

  @inline(__always)
  init(key: UInt64) {
    let sign = UInt64(bitPattern: Int64(bitPattern: key) >> 63)
    self.init(bitPattern: key ^ (~sign | 0x8000_0000_0000_0000))
  }

  @inline(__always)
  var rounded32: Float { Float(self) }

  static let ignoredMark = Double(Float.ignoredMark)
}
