import NumberFormats
import TestSupport
import Testing

/// Whatever bytes a file has, a block of them has values.
///
/// No trap, nothing left out, nothing read that is not the block's. Where an index depends on the
/// bytes, there is something for each that they can say, so what holds for these holds for all.
@Suite struct HostileBlockTests {
  @Test("blocks of any bytes decode, each alone as among others", arguments: BlockFormat.all)
  func anyBytes(_ format: BlockFormat) {
    for seed in UInt64(100)..<164 {
      var generator = SplitMix64(seed: seed)
      let count = Int(generator.next() % 5) * format.byteCount
      let bytes =
        seed % 2 == 0
        ? BlockCases.random(count, &generator) : BlockCases.extreme(count, &generator)
      let together = BlockCases.bits(format.decoded(bytes))
      let alone = stride(from: 0, to: count, by: format.byteCount).flatMap { start in
        BlockCases.bits(format.decoded(Array(bytes[start..<start + format.byteCount])))
      }
      #expect(together == alone, "seed \(seed)")
      #expect(!together.contains(BlockCases.unwritten.bitPattern), "seed \(seed)")
    }
  }

  @Test("blocks decode from any address", arguments: BlockFormat.all)
  func unaligned(_ format: BlockFormat) {
    var generator = SplitMix64(seed: 200)
    let bytes = BlockCases.random(2 * format.byteCount, &generator)
    let expected = BlockCases.bits(format.decoded(bytes))
    for shift in 1..<8 {
      let shifted = [UInt8](repeating: 0xFF, count: shift) + bytes
      var values = [Float](repeating: BlockCases.unwritten, count: 2 * format.valueCount)
      var span = values.mutableSpan
      format.decode(shifted.span.bytes.extracting(shift...), into: &span)
      #expect(BlockCases.bits(values) == expected, "\(shift) bytes")
    }
  }
}
