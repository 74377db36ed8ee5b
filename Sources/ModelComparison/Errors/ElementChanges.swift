/// How many elements of a pair changed, and in which way.
public struct ElementChanges: Hashable, Sendable {
  /// How many differ in a bit of their float32 value, −0 and 0 included; a NaN is like every other.
  public var bits = 0
  /// How many differ in value; a NaN is like every other.
  public var values = 0
  /// How many were finite and became infinite.
  public var becameInfinite = 0
  /// How many were no NaN and became one.
  public var becameNaN = 0
  /// How many were not finite and became finite.
  public var becameFinite = 0
  /// How many are not finite on either side, and not alike: another sign, or a NaN that became
  /// infinite.
  public var becameOther = 0
  /// How many were not zero and became zero.
  public var becameZero = 0
  /// How many are below the smallest normal number of the quantized type, and not zero.
  ///
  /// They have fewer digits than the others. None where that type is not known.
  public var subnormal = 0

  /// Nothing changed.
  public init() {}

  /// How many changed what kind of number they are.
  public var nonFinite: Int { becameInfinite + becameNaN + becameFinite + becameOther }

  /// Takes the counts of other elements in.
  static func += (counts: inout ElementChanges, other: ElementChanges) {
    counts.bits += other.bits
    counts.values += other.values
    counts.becameInfinite += other.becameInfinite
    counts.becameNaN += other.becameNaN
    counts.becameFinite += other.becameFinite
    counts.becameOther += other.becameOther
    counts.becameZero += other.becameZero
    counts.subnormal += other.subnormal
  }
}

extension ElementChanges {
  /// Counts the changes of a run.
  ///
  /// - Parameters:
  ///   - values: the originals.
  ///   - levels: what they became.
  ///   - count: how many there are.
  ///   - smallestNormal: the smallest normal number of the quantized type, 0 where it is not known.
  mutating func add(
    _ values: UnsafePointer<Float>, levels: UnsafePointer<Float>, count: Int,
    smallestNormal: Float
  ) {
    // Counts of 32 bits are as wide as the numbers, so that a vector holds four of either.
    for start in stride(from: 0, to: count, by: 1 << 16) {
      unsafe addPart(
        values + start, levels: levels + start, count: min(count - start, 1 << 16),
        smallestNormal: smallestNormal)
    }
  }

  private mutating func addPart(
    _ values: UnsafePointer<Float>, levels: UnsafePointer<Float>, count: Int,
    smallestNormal: Float
  ) {
    let infinity: UInt32 = 0x7F80_0000
    // Of sizes 1 to this one, less 1, an element is subnormal.
    let subnormalCount = max(smallestNormal.bitPattern, 1) - 1
    var (bits, zeros, subnormals, signs): (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    var notFinite: UInt32 = 0
    for index in 0..<count {
      let x = unsafe values[index].bitPattern
      let level = unsafe levels[index].bitPattern
      let (size, levelSize) = (x & 0x7FFF_FFFF, level & 0x7FFF_FFFF)
      bits &+= x == level ? 0 : 1
      // 0 and −0 are the only different patterns of one finite value.
      signs &+= (x != level && size | levelSize == 0) ? 1 : 0
      zeros &+= (levelSize == 0 && size != 0) ? 1 : 0
      subnormals &+= levelSize &- 1 < subnormalCount ? 1 : 0
      notFinite &+= (size >= infinity || levelSize >= infinity) ? 1 : 0
    }
    guard notFinite > 0 else {
      self.bits += Int(bits)
      self.values += Int(bits - signs)
      becameZero += Int(zeros)
      subnormal += Int(subnormals)
      return
    }
    for index in 0..<count {
      unsafe add(values[index], level: levels[index], smallestNormal: smallestNormal)
    }
  }

  /// Counts the change of one element, of float32 or float64.
  ///
  /// - Parameters:
  ///   - value: what it was.
  ///   - level: what it became.
  ///   - smallestNormal: the smallest normal number of the quantized type, 0 where it is not known.
  mutating func add<Number: BinaryFloatingPoint>(
    _ value: Number, level: Number, smallestNormal: Number
  ) {
    if level != 0, level.magnitude < smallestNormal { subnormal += 1 }
    // Two numbers that are equal differ in bits by the sign of zero alone.
    if value.isNaN && level.isNaN || value == level && value.sign == level.sign { return }
    bits += 1
    if value != level { values += 1 }
    if value.isFinite {
      if level.isNaN { becameNaN += 1 } else if level.isInfinite { becameInfinite += 1 }
      if level == 0, value != 0 { becameZero += 1 }
    } else if level.isFinite {
      becameFinite += 1
      if level == 0 { becameZero += 1 }
    } else if level.isNaN {
      becameNaN += 1
    } else {
      becameOther += 1
    }
  }
}
