import TestSupport
import Testing

@testable import NumberFormats

/// Whatever values a tensor has, a block of them has bytes: no trap, no byte left as it was.
@Suite struct HostileValueTests {
  /// Values of which many are NaN with any payload, infinite, subnormal, or as large as can be.
  private static func values(_ count: Int, _ generator: inout SplitMix64) -> [Float] {
    let extremes: [Float] = [
      .nan, .signalingNaN, .infinity, -.infinity, 0, -0.0, .leastNonzeroMagnitude,
      -.leastNormalMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1, -1, 1e-15,
      65504, 65520, 0x1p22, 0x1p31, 0x1p63,
    ]
    let kind = generator.next() % 4
    return (0..<count).map { _ in
      let random = generator.next()
      switch kind {
      case 0: return Float(bitPattern: UInt32(truncatingIfNeeded: random))
      case 1: return extremes[Int(random % UInt64(extremes.count))]
      case 2:
        return random % 8 == 0
          ? extremes[Int((random >> 8) % 18)] : Float.random(in: -1...1, using: &generator)
      default: return Float.random(in: -1...1, using: &generator) * 0x1p-135
      }
    }
  }

  @Test("any values encode, all bytes are written, and decode", arguments: 0..<18)
  func anyValues(_ index: Int) throws {
    let format = NumberFormat.ggufFormats[index]
    guard case .blocks(let coder, _) = format.arithmetic, case .row(let size) = format.shape else {
      Issue.record("\(format.name) is a format of blocks")
      return
    }
    for seed in UInt64(400)..<440 {
      var generator = SplitMix64(seed: seed)
      let row = Self.values(size, &generator)
      let weights = seed % 2 == 0 ? [] : Self.values(size, &generator)
      let tensor = TensorSummary(rowMeanSquare: Self.values(1, &generator)[0])
      var written: [[UInt8]] = []
      for fill in [UInt8(0x00), 0xFF, 0xA5] {
        var bytes = [UInt8](repeating: fill, count: coder.byteCount(for: size))
        var span = bytes.mutableSpan
        coder.encode(row.span, weights: weights.span, of: tensor, into: &span)
        written.append(bytes)
      }
      #expect(written[0] == written[1], "\(format.name), seed \(seed)")
      #expect(written[0] == written[2], "\(format.name), seed \(seed)")
      var values = [Float](repeating: BlockCases.unwritten, count: size)
      var span = values.mutableSpan
      let bytes = written[0]
      coder.decode(bytes.span, of: tensor, into: &span)
      #expect(!BlockCases.bits(values).contains(BlockCases.unwritten.bitPattern))
    }
  }
}
