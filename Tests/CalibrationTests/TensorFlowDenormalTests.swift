import QuantizationEngine
import Testing

@testable import Calibration

/// TensorFlow's kernels take denormal numbers for zero: the values, and their distance from the minimum.
@Suite struct TensorFlowDenormalTests {
  /// ⌊(x − min) / S + 0.5⌋ with the difference flushed, then clamped.
  private func code(of value: Float, _ encoding: AffineEncoding) -> Int {
    let difference = value - encoding.dequantize(encoding.quantMin)
    let flushed = abs(difference) < .leastNormalMagnitude ? 0 : difference
    let place = (flushed / encoding.scale + 0.5).rounded(.down)
    return min(max(Int(place), 0), encoding.quantMax - encoding.quantMin) + encoding.quantMin
  }

  @Test("a distance from the minimum that is denormal is none, and one that is normal counts")
  func distances() throws {
    let scheme = try ToolchainCatalog.toolchain(named: "tf-fake-quant").scheme(.standard)
    // Ten steps below zero, each a little above the smallest normal number.
    let scale = Float.leastNormalMagnitude * 1.0625
    let range = ClippingRange(lower: -10 * Double(scale), upper: 245 * Double(scale))
    let quantizer = AffineQuantizer(
      encoding: try scheme.encoding(for: range), arithmetic: scheme.arithmetic)
    let encoding = quantizer.encoding
    #expect(encoding.scale == scale && encoding.zeroPoint == 10)
    let minimum = encoding.dequantize(encoding.quantMin)
    let staircase = quantizer.staircase
    var flushedCount = 0
    var value = minimum
    for _ in 0..<400 {
      let expected = code(of: value, encoding)
      #expect(quantizer.quantize(value) == expected, "\(value)")
      #expect(staircase.level(of: value) == encoding.dequantize(expected))
      let difference = value - minimum
      if difference >= scale / 2, difference < .leastNormalMagnitude {
        // Without the flush it would be the next code.
        #expect(expected == encoding.quantMin)
        flushedCount += 1
      }
      value += Float.leastNormalMagnitude / 128
    }
    #expect(flushedCount > 20)
  }
}
