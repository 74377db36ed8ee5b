import NumberFormats
import Testing

@Suite struct BlockFormatTests {
  /// Values and bytes of a block, as GGUF files have them.
  private static let sizes: [(String, Int, Int)] = [
    ("gguf-q1_0", 128, 18), ("gguf-q2_0", 64, 18), ("gguf-q8_0", 32, 34), ("gguf-q4_0", 32, 18),
    ("gguf-q4_1", 32, 20), ("gguf-q5_0", 32, 22), ("gguf-q5_1", 32, 24), ("gguf-q2_k", 256, 84),
    ("gguf-q3_k", 256, 110),
    ("gguf-q4_k", 256, 144), ("gguf-q5_k", 256, 176), ("gguf-q6_k", 256, 210),
    ("gguf-iq1_s", 256, 50), ("gguf-iq1_m", 256, 56), ("gguf-iq2_xxs", 256, 66),
    ("gguf-iq2_xs", 256, 74), ("gguf-iq2_s", 256, 82), ("gguf-iq3_xxs", 256, 98),
    ("gguf-iq3_s", 256, 110),
    ("gguf-iq4_nl", 32, 18), ("gguf-iq4_xs", 256, 136), ("gguf-tq1_0", 256, 54),
    ("gguf-tq2_0", 256, 66), ("gguf-mxfp4", 32, 17), ("gguf-nvfp4", 64, 36),
  ]

  @Test("names and sizes are those of the files, and never change")
  func names() {
    #expect(BlockFormat.all.map(\.name) == Self.sizes.map(\.0))
    #expect(BlockFormat.all.map(\.valueCount) == Self.sizes.map(\.1))
    #expect(BlockFormat.all.map(\.byteCount) == Self.sizes.map(\.2))
  }

  @Test("a format is found by its name and by nothing else")
  func named() {
    for format in BlockFormat.all {
      #expect(BlockFormat.named(format.name) == format)
    }
    #expect(BlockFormat.named("q4_0") == nil)
    #expect(BlockFormat.named("GGUF-Q4_0") == nil)
    #expect(Set(BlockFormat.all).count == BlockFormat.all.count)
  }

  @Test("bits per value count everything that is stored")
  func bitsPerValue() {
    #expect(BlockFormat.named("gguf-q8_0")?.bitsPerValue == 8.5)
    #expect(BlockFormat.named("gguf-q6_k")?.bitsPerValue == 6.5625)
    #expect(BlockFormat.named("gguf-tq1_0")?.bitsPerValue == 1.6875)
  }

  @Test("no blocks give no values", arguments: BlockFormat.all)
  func empty(_ format: BlockFormat) {
    #expect(format.decoded([]) == [])
  }

  @Test("half a block is a mistake of the caller")
  func wholeBlocks() async {
    await #expect(processExitsWith: .failure) {
      _ = BlockFormat.named("gguf-q4_0")?.decoded([UInt8](repeating: 0, count: 19))
    }
  }

  @Test("so is room for another number of values")
  func room() async {
    await #expect(processExitsWith: .failure) {
      let bytes = [UInt8](repeating: 0, count: 18)
      var values = [Float](repeating: 0, count: 64)
      var span = values.mutableSpan
      BlockFormat.named("gguf-q4_0")?.decode(bytes.span.bytes, into: &span)
    }
  }
}
