import Foundation
import TestSupport
import Testing

@testable import NumberFormats

/// What ggml's C code and gguf-py make of many blocks of the types with a grid, of which every row
/// is in one block or another.
@Suite struct GridGoldenTests {
  /// The formats that choose rows of a grid; they are read, not written.
  static let names = [
    "gguf-iq1_s", "gguf-iq1_m", "gguf-iq2_xxs", "gguf-iq2_xs", "gguf-iq2_s", "gguf-iq3_xxs",
    "gguf-iq3_s",
  ]

  /// A line of the goldens: format, seed, number of blocks, digest of the values.
  private struct Golden: Sendable, CustomTestStringConvertible {
    let format: String
    let seed: UInt64
    let blockCount: Int
    let digest: String

    var testDescription: String { format }

    static let all: [Golden] = {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Fixtures/ggml-grids.tsv")
      let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
      return text.split(separator: "\n").compactMap { line in
        let fields = line.split(separator: "\t").map(String.init)
        guard fields.count == 4, let seed = UInt64(fields[1]), let count = Int(fields[2]) else {
          return nil
        }
        return Golden(format: fields[0], seed: seed, blockCount: count, digest: fields[3])
      }
    }()
  }

  @Test("a thousand blocks at random have ggml's values, bit for bit", arguments: Golden.all)
  private func values(_ golden: Golden) throws {
    let format = try #require(BlockFormat.named(golden.format))
    var generator = SplitMix64(seed: golden.seed)
    let bytes = BlockCases.random(golden.blockCount * format.byteCount, &generator)
    #expect(SHA256.hexadecimal(of: BlockCases.bits(format.decoded(bytes))) == golden.digest)
  }

  @Test("every format with a grid has a golden")
  func coverage() {
    #expect(Golden.all.map(\.format) == Self.names)
  }

  @Test("an index of a block names a row of its grid, whatever it is")
  func rows() {
    #expect(GGUF.IQ1_S.grid.count == 2048)
    #expect(GGUF.IQ2_XXS.grid.count == 256)
    #expect(GGUF.IQ2_XS.grid.count == 512)
    #expect(GGUF.IQ2_S.grid.count == 1024)
    #expect(GGUF.IQ3_XXS.grid.count == 256)
    #expect(GGUF.IQ3_S.grid.count == 512)
  }
}
