import Foundation
import NumberFormats
import TestSupport
import Testing

/// What ggml's C code makes of blocks: the tensors of the fixtures as it quantizes them, bytes at
/// random, and bytes that are mostly extreme.
private struct Golden: Sendable, CustomTestStringConvertible {
  let format: String
  let source: String
  let bytes: [UInt8]
  /// Bits of float32 in hexadecimal, or their digest.
  let values: String

  var testDescription: String { "\(format), \(source)" }

  static let all: [Golden] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Fixtures/ggml.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 4 else { return nil }
      let digits = fields[2].utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
      let bytes = stride(from: 0, to: digits.count, by: 2).map {
        UInt8(16 * digits[$0] + digits[$0 + 1])
      }
      return Golden(format: fields[0], source: fields[1], bytes: bytes, values: fields[3])
    }
  }()
}

@Suite struct GGMLGoldenTests {
  @Test("blocks have ggml's values, bit for bit", arguments: Golden.all)
  private func values(_ golden: Golden) throws {
    let format = try #require(BlockFormat.named(golden.format))
    let bits = BlockCases.bits(format.decoded(golden.bytes))
    let text = bits.count > 256 ? SHA256.hexadecimal(of: bits) : hexadecimal(bits)
    #expect(text == golden.values)
  }

  @Test("every format has seven goldens")
  func coverage() {
    let counts = Dictionary(grouping: Golden.all, by: \.format).mapValues(\.count)
    #expect(counts == Dictionary(uniqueKeysWithValues: BlockFormat.all.map { ($0.name, 7) }))
  }

  private func hexadecimal(_ bits: [UInt32]) -> String {
    bits.map { bits in
      let digits = String(bits, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }
}
