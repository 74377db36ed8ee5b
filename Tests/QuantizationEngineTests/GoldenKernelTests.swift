import QuantizationEngine
import TestSupport
import Testing

/// qviz's default arithmetic is ONNX Runtime's CPU kernel, bit for bit.
@Suite struct GoldenKernelTests {
  private func quantizer(
    scale: String, zeroPoint: Int, container: String
  ) throws -> AffineQuantizer {
    let codes = codes(of: container)
    return AffineQuantizer(
      encoding: try AffineEncoding(
        scale: Float(hexadecimalBits: scale), zeroPoint: zeroPoint,
        quantMin: codes.lowerBound, quantMax: codes.upperBound))
  }

  @Test("QuantizeLinear and DequantizeLinear of every tensor", arguments: Fixture.all)
  func tensors(_ fixture: Fixture) throws {
    for (name, golden) in try KernelGolden(fixture).records {
      let quantizer = try quantizer(
        scale: golden.scaleFloat32, zeroPoint: golden.zeroPoint, container: golden.container)
      let codes = fixture.values.map { quantizer.quantize($0) }
      #expect(
        codesDigest(codes, container: golden.container) == golden.codesSha256, "codes of \(name)")
      let dequantized = codes.map { quantizer.encoding.dequantize($0) }
      #expect(
        SHA256.hexadecimal(of: dequantized) == golden.dequantizedSha256, "dequantized of \(name)")
    }
  }

  @Test("QuantizeLinear of NaN, infinities, zeros, ties and overflowing quotients")
  func edges() throws {
    let golden = try KernelEdgesGolden()
    #expect(golden.rows.count == 80)
    for row in golden.rows {
      let quantizer = try quantizer(
        scale: row.scaleFloat32, zeroPoint: row.zeroPoint, container: row.container)
      let values = row.valuesFloat32.map { Float(hexadecimalBits: $0) }
      let codes = values.map { quantizer.quantize($0) }
      let context = "scale \(row.scaleFloat32), zero-point \(row.zeroPoint), \(row.container)"
      expectSame(codes, row.codes, context)
      let bits = codes.map { quantizer.encoding.dequantize($0).bitPattern }
      expectSame(
        bits, row.dequantizedFloat32.map { Float(hexadecimalBits: $0).bitPattern }, context)
      // The referee's reading of the same text is held to the same truth.
      let referee = RefereeQuantizer(RefereeEncoding(quantizer.encoding))
      expectSame(referee.codes(of: values), row.codes, "referee, \(context)")
    }
  }

  @Test("the error of the kernel's output is the error that qviz reports", arguments: Fixture.all)
  func metrics(_ fixture: Fixture) throws {
    guard fixture.values.allSatisfy(\.isFinite), !fixture.values.isEmpty else { return }
    let distribution = try fixture.distribution
    for (name, golden) in try KernelGolden(fixture).records where golden.container.hasSuffix("8") {
      let quantizer = try quantizer(
        scale: golden.scaleFloat32, zeroPoint: golden.zeroPoint, container: golden.container)
      let error = distribution.error(on: [quantizer.staircase])
      expectNumPy(golden.metrics, error, of: name)
    }
  }
}
