import NumberFormats
import TestSupport
import Testing

@Suite struct BlockRefereeTests {
  /// What the referee knows: not the grids, whose rows no layout says.
  private static let formats = BlockFormat.all.filter { !GridGoldenTests.names.contains($0.name) }

  /// The first value that is not the referee's, told so that it can be looked up.
  private func difference(_ format: BlockFormat, _ bytes: [UInt8]) throws -> String? {
    let values = BlockCases.bits(format.decoded(bytes))
    for start in stride(from: 0, to: bytes.count, by: format.byteCount) {
      let block = RefereeBlock(Array(bytes[start..<start + format.byteCount]))
      for j in 0..<format.valueCount {
        let expected = try #require(block.value(j, of: format.name), "\(format.name) has a referee")
        let found = values[start / format.byteCount * format.valueCount + j]
        if BlockCases.bits([expected]) != [found] {
          return
            "\(format.name), byte \(start), value \(j): \(Float(bitPattern: found)) for \(expected)"
        }
      }
    }
    return nil
  }

  @Test("a block at random means what its layout says", arguments: formats)
  func random(_ format: BlockFormat) throws {
    for seed in UInt64(1)...2 {
      var generator = SplitMix64(seed: seed)
      let bytes = BlockCases.random(8 * format.byteCount, &generator)
      #expect(try difference(format, bytes) == nil, "seed \(seed)")
    }
  }

  @Test("so does one whose scales are extreme", arguments: formats)
  func extreme(_ format: BlockFormat) throws {
    for seed in UInt64(1)...2 {
      var generator = SplitMix64(seed: seed)
      let bytes = BlockCases.extreme(8 * format.byteCount, &generator)
      #expect(try difference(format, bytes) == nil, "seed \(seed)")
    }
  }

  @Test("so does one of a single byte over and over", arguments: formats)
  func constant(_ format: BlockFormat) throws {
    for byte in stride(from: UInt8.min, through: .max, by: 1) {
      let bytes = [UInt8](repeating: byte, count: format.byteCount)
      #expect(try difference(format, bytes) == nil)
    }
  }

  @Test("so does one of zeros with one byte that is not", arguments: formats)
  func single(_ format: BlockFormat) throws {
    for place in 0..<format.byteCount {
      var bytes = [UInt8](repeating: 0, count: format.byteCount)
      bytes[place] = 0xB5
      #expect(try difference(format, bytes) == nil)
    }
  }

  @Test("every float16 scale is read, NaN and infinities too")
  func scales() throws {
    let format = try #require(BlockFormat.named("gguf-q8_0"))
    let blocks = (0...UInt16.max).flatMap { pattern in
      [UInt8(pattern & 0xFF), UInt8(pattern >> 8), 1] + [UInt8](repeating: 0, count: 31)
    }
    let values = format.decoded(blocks)
    let expected = (0...UInt16.max).map { Float(Float16(bitPattern: $0)) }
    #expect(
      BlockCases.bits(stride(from: 0, to: values.count, by: 32).map { values[$0] })
        == BlockCases.bits(expected))
  }

  @Test("every scale of MXFP4 and of NVFP4 is read", arguments: ["gguf-mxfp4", "gguf-nvfp4"])
  func exponents(_ name: String) throws {
    let format = try #require(BlockFormat.named(name))
    let codes = (0..<UInt8(format.byteCount - format.byteCount % 16)).map { ($0 % 16) * 0x11 }
    for scale in stride(from: UInt8.min, through: .max, by: 1) {
      let scales = [UInt8](repeating: scale, count: format.byteCount % 16)
      #expect(try difference(format, scales + codes) == nil)
    }
  }
}
