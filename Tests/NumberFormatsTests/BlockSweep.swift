import TestSupport

/// Values of all magnitudes in blocks of 32 that are near one another, as the generators make them too.
enum BlockSweep {
  static let values: [Float] = {
    var generator = SplitMix64(seed: 1)
    var values: [Float] = []
    for _ in 0..<2048 {
      let first = generator.next()
      let (exponent, kind) = (1 + Int(first % 254), (first >> 32) % 4)
      for _ in 0..<32 {
        let word = generator.next()
        var fraction = UInt32(truncatingIfNeeded: word >> 8) & 0x7F_FFFF
        if kind == 1 { fraction &= 31 }
        if kind == 2 { fraction |= 0x7F_FFE0 }
        let near = UInt32(max(exponent - Int(word % 8), 0))
        values.append(
          Float(bitPattern: UInt32(truncatingIfNeeded: word >> 63) << 31 | near << 23 | fraction))
      }
    }
    return values
  }()

  /// The values of a fixture, or those.
  static func values(of tensor: String) -> [Float] {
    tensor == "sweep" ? values : Fixture.named(tensor).values
  }
}
