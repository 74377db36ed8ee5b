import NumberFormats
import TestSupport
import Testing

/// The codes of GGUF's blocks, beside those that their layouts say.
@Suite struct BlockCodeTests {
  @Test("the codes of blocks at random are those of their bits", arguments: BlockFormat.all)
  func random(_ format: BlockFormat) throws {
    var generator = SplitMix64(seed: 31)
    let bytes = BlockCases.random(8 * format.byteCount, &generator)
    guard let range = format.codeRange else {
      #expect(RefereeBlock(bytes).code(0, of: format.name) == nil)
      return
    }
    let codes = format.codes(ofBlocks: bytes)
    #expect(codes.count == 8 * format.valueCount)
    for (place, code) in codes.enumerated() {
      let (block, j) = place.quotientAndRemainder(dividingBy: format.valueCount)
      let start = block * format.byteCount
      let referee = RefereeBlock(Array(bytes[start..<start + format.byteCount]))
      let expected = try #require(referee.code(j, of: format.name))
      #expect(Double(code) == expected && range.contains(Int(code)), "\(format.name) \(place)")
    }
  }

  @Test("every code that there is can be had, and no others")
  func ranges() {
    var generator = SplitMix64(seed: 7)
    for format in BlockFormat.all {
      guard let range = format.codeRange else { continue }
      let bytes = BlockCases.random(400 * format.byteCount, &generator)
      #expect(
        Set(format.codes(ofBlocks: bytes).map { Int($0) }) == Set(range), "\(format.name)")
    }
  }
}

extension RefereeBlock {
  /// The code of value `j`, or nil for a format without codes in an order.
  fileprivate func code(_ j: Int, of format: String) -> Double? {
    let (half, inHalf) = (j / 128, j % 128)
    let (row, column) = (j / 32, j % 32)
    switch format {
    case "gguf-q2_0": return bits(16 + 2 * j, 2) - 1
    case "gguf-q8_0": return signed(16 + 8 * j, 8)
    case "gguf-q4_0": return nibble(j, of: 32, at: 2) - 8
    case "gguf-q4_1": return nibble(j, of: 32, at: 4)
    case "gguf-q5_0": return nibble(j, of: 32, at: 6) + 16 * bits(16 + j, 1) - 16
    case "gguf-q5_1": return nibble(j, of: 32, at: 8) + 16 * bits(32 + j, 1)
    case "gguf-q2_k": return bits(8 * (16 + 32 * half + column) + 2 * (inHalf / 32), 2)
    case "gguf-q3_k":
      let low = bits(8 * (32 + 32 * half + column) + 2 * (inHalf / 32), 2)
      return low + 4 * bits(8 * column + row, 1) - 4
    case "gguf-q4_k": return nibble(j % 64, of: 64, at: 16 + 32 * (j / 64))
    case "gguf-q5_k":
      return nibble(j % 64, of: 64, at: 48 + 32 * (j / 64)) + 16 * bits(8 * (16 + column) + row, 1)
    case "gguf-q6_k":
      let high = bits(8 * (128 + 32 * half + column) + 2 * (inHalf / 32), 2)
      return nibble(inHalf, of: 128, at: 64 * half) + 16 * high - 32
    case "gguf-iq4_nl": return nibble(j, of: 32, at: 2)
    case "gguf-iq4_xs": return nibble(column, of: 32, at: 8 + 16 * row)
    case "gguf-tq1_0":
      if j < 160 { return trit(j / 32, ofByte: j % 32) }
      if j < 240 { return trit((j - 160) / 16, ofByte: 32 + j % 16) }
      return trit((j - 240) / 4, ofByte: 48 + j % 4)
    case "gguf-tq2_0": return bits(8 * (32 * half + column) + 2 * (inHalf / 32), 2) - 1
    default: return nil
    }
  }
}
