import Calibration
import QuantizationEngine
import TestSupport

/// A whole fixture quantized block by block, for goldens with a channel axis.
struct TensorQuantization {
  let quantizers: [AffineQuantizer]
  private let values: [Float]
  private let layout: BlockLayout

  /// What a calibrator makes of a fixture, with other values where they are given.
  init(
    _ fixture: Fixture, _ granularity: Granularity, by calibrator: any Calibrator, scheme: Scheme,
    values: [Float]? = nil
  ) throws {
    let values = values ?? fixture.values
    self.values = values
    layout = try BlockLayout(shape: fixture.shape, granularity: granularity)
    quantizers = try calibrator.calibratedBlocks(
      of: TensorDistribution(values, layout: layout), scheme: scheme
    ).map(\.quantizer)
  }

  private init(_ quantization: TensorQuantization, _ quantizers: [AffineQuantizer]) {
    self.quantizers = quantizers
    values = quantization.values
    layout = quantization.layout
  }

  /// The same encodings with another arithmetic.
  func with(_ arithmetic: QuantizationArithmetic) -> TensorQuantization {
    TensorQuantization(
      self, quantizers.map { AffineQuantizer(encoding: $0.encoding, arithmetic: arithmetic) })
  }

  /// The digest of all codes, one byte each.
  var codesDigest: String {
    ToolGolden.digest(
      of: values.enumerated().map { index, value in
        UInt8(truncatingIfNeeded: quantizers[layout.block(ofElement: index)].quantize(value))
      })
  }

  /// The digest of all codes, in the container that the bit width asks for.
  var digestOfCodes: String {
    let codes = values.enumerated().map { index, value in
      quantizers[layout.block(ofElement: index)].quantize(value)
    }
    return quantizers.contains { $0.encoding.codeCount > 256 }
      ? ToolGolden.digest(of: codes.map { UInt16(truncatingIfNeeded: $0) })
      : ToolGolden.digest(of: codes.map { UInt8(truncatingIfNeeded: $0) })
  }

  /// The digest of all dequantized values.
  var dequantizedDigest: String {
    ToolGolden.digest(
      of: values.enumerated().map { index, value in
        quantizers[layout.block(ofElement: index)].fakeQuantize(value)
      })
  }

  /// The mean squared error of each block.
  var meanSquaredErrors: [Double] {
    var sums = quantizers.map { _ in (squares: CompensatedSum(), count: 0.0) }
    for (index, value) in values.enumerated() {
      let block = layout.block(ofElement: index)
      let error = Double(value) - Double(quantizers[block].fakeQuantize(value))
      sums[block].squares.add(error * error)
      sums[block].count += 1
    }
    return sums.map { $0.squares.value / $0.count }
  }

  /// Whether the scales are those of a golden: a list, or the digest of one.
  func scaleDifference(_ golden: ToolGolden, _ member: String = "scale") -> [String] {
    let text = golden.members[member] ?? ""
    if text.hasPrefix("d#") {
      let digest = ToolGolden.digest(of: quantizers.map(\.encoding.wideScale))
      return difference(member, text, "d" + digest)
    }
    if text.hasPrefix("#") {
      return difference(member, text, ToolGolden.digest(of: quantizers.map(\.encoding.scale)))
    }
    return difference(member, golden.doubles(member) ?? [], quantizers.map(\.encoding.wideScale))
  }

  /// Whether the zero-points, or what is made of them, are those of a golden.
  func zeroPointDifference(
    _ golden: ToolGolden, _ member: String = "zero_point",
    _ number: (AffineEncoding) -> Int = { $0.zeroPoint }
  ) -> [String] {
    let text = golden.members[member] ?? ""
    let numbers = quantizers.map { number($0.encoding) }
    if text.hasPrefix("#") {
      return difference(member, text, ToolGolden.digest(of: numbers.map { Int32($0) }))
    }
    if let list = golden.doubles(member), member.contains(".") {
      return difference(member, list, numbers.map { Double($0) })
    }
    return difference(member, text, numbers.map(String.init).joined(separator: ","))
  }
}
