import TestSupport
import Testing

@testable import NumberFormats

@Suite struct GGUFFormatTests {
  @Test("every block format without a grid is a number format of its name, size and bytes")
  func names() throws {
    let names = BlockFormat.all.map(\.name).filter { !GridGoldenTests.names.contains($0) }
    #expect(NumberFormat.ggufFormats.map(\.name) == names)
    for format in NumberFormat.ggufFormats {
      let block = try #require(BlockFormat.named(format.name))
      #expect(format.shape == .row(block.valueCount))
      guard case .blocks(let coder, _) = format.arithmetic else {
        Issue.record("\(format.name) is a format of blocks")
        continue
      }
      #expect(coder.byteCount(for: 3 * block.valueCount) == 3 * block.byteCount)
    }
  }

  @Test("half a block is a mistake of the caller")
  func wholeBlocks() async {
    await #expect(processExitsWith: .failure) {
      _ = GGUFBlocks<GGUF.Q8_0>().byteCount(for: 33)
    }
  }

  @Test("an importance matrix matters to those formats that say so", arguments: 0..<18)
  func importance(_ index: Int) throws {
    let format = NumberFormat.ggufFormats[index]
    guard case .blocks(_, let usesImportance) = format.arithmetic else { return }
    var generator = SplitMix64(seed: 300)
    let row = (0..<512).map { _ in Float.random(in: -1...1, using: &generator) }
    let weights = (0..<512).map { _ in Float.random(in: 0.5...8, using: &generator) }
    let plain = try #require(format.coded(row)).bytes
    let weighed = try #require(format.coded(row, weights: weights)).bytes
    #expect((plain != weighed) == usesImportance, "\(format.name)")
  }

  @Test("zeros come back as zeros, of either sign", arguments: 0..<18)
  func zeros(_ index: Int) throws {
    let format = NumberFormat.ggufFormats[index]
    for zero in [Float(0), -0.0] {
      let row = [Float](repeating: zero, count: 256)
      for weights in [[], [Float](repeating: 1, count: 256)] {
        let values = try #require(format.coded(row, weights: weights)).values
        #expect(values.allSatisfy { $0 == 0 }, "\(format.name)")
      }
    }
  }

  @Test("a value at the end of its block's range comes back within float16")
  func ends() throws {
    for name in ["gguf-q8_0", "gguf-q4_0", "gguf-q5_0", "gguf-tq1_0", "gguf-tq2_0", "gguf-q2_0"] {
      let format = try #require(NumberFormat.ggufByName[name])
      var row = [Float](repeating: 0, count: 256)
      for j in stride(from: 0, to: 256, by: 32) { row[j] = -0.7 }
      let values = try #require(format.coded(row)).values
      for j in stride(from: 0, to: 256, by: 32) {
        // A float16 has 11 bits: half a unit is 2^-11 of a number at most.
        #expect(abs(values[j] + 0.7) <= 0.7 * 0x1p-11, "\(name)")
      }
    }
  }

  /// How many float32 numbers below 2^K have a float32 logarithm of K, with the C library's log2f.
  private static let roundedUp: [(exponent: Int, count: UInt32)] = [
    (-132, 1), (-131, 2), (-130, 5), (-129, 11), (-128, 11), (-127, 22), (-126, 44), (-65, 44),
    (-64, 22), (-33, 22), (-32, 11), (-17, 11), (-16, 5), (-9, 5), (-8, 2), (-5, 2), (-4, 1),
    (-3, 1), (-2, 0), (-1, 0), (0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (7, 2), (8, 5), (15, 5),
    (16, 11), (31, 11), (32, 22), (63, 22), (64, 44), (126, 44),
  ]

  @Test("MXFP4's exponent is that of the rounded logarithm", arguments: roundedUp)
  func exponents(exponent: Int, count: UInt32) throws {
    let format = try #require(NumberFormat.ggufByName["gguf-mxfp4"])
    let power = Float(sign: .plus, exponent: exponent + 1, significand: 1).bitPattern
    for (below, floor) in [(count, exponent + 1), (count + 1, exponent), (0, exponent + 1)] {
      var row = [Float](repeating: 0, count: 32)
      row[7] = -Float(bitPattern: power - below)
      let byte = try #require(format.coded(row)).bytes[0]
      #expect(
        byte == UInt8(truncatingIfNeeded: floor - 2 + 127), "\(below) below 2^\(exponent + 1)")
    }
  }
}
