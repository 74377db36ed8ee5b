import QuantizationEngine
import Testing

@testable import Explorer

@Suite("the sums of a block")
struct BlockErrorTests {
  @Test("a block is destroyed by a scale of 0, and not where its error is next to none")
  func destroyed() throws {
    func error(_ values: [Double], _ encoding: AffineEncoding) -> BlockError {
      let block = SortedDistribution(values)
      let staircase = AffineQuantizer(encoding: encoding).staircase
      return BlockError(ErrorSums(of: block, on: staircase), under: encoding)
    }
    let coarse = try AffineEncoding(scale: 1e30, zeroPoint: 0, quantMin: -128, quantMax: 127)
    let zeros = try AffineEncoding(orOfZeros: 0, zeroPoint: 0, quantMin: -128, quantMax: 127)
    let lost = error([1e-140], coarse)
    #expect(lost.squaredError > 0 && !lost.isDestroyed)
    #expect(error([1e-140], zeros).isDestroyed)
    // Its square is 0.
    #expect(error([0, 1e-200], zeros).isDestroyed)
    #expect(!error([0, -0.0], zeros).isDestroyed && !error([], zeros).isDestroyed)
  }
}
