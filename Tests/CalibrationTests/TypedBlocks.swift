import Calibration
import QuantizationEngine
import TestSupport

/// A fixture whose values are rounded to a small float, quantized block by block.
struct TypedBlocks {
  let quantizers: [AffineQuantizer]
  private let values: [Float]
  private let layout: BlockLayout

  /// What a calibrator makes of a fixture's values rounded to a type.
  init(
    _ fixture: Fixture, as type: ElementType, _ granularity: Granularity,
    by calibrator: any Calibrator, scheme: Scheme
  ) throws {
    try self.init(
      fixture.values(roundedTo: type), shape: fixture.shape, as: type, granularity, by: calibrator,
      scheme: scheme)
  }

  /// What a calibrator makes of values that are of a type already.
  init(
    _ values: [Float], shape: [Int], as type: ElementType, _ granularity: Granularity,
    by calibrator: any Calibrator, scheme: Scheme
  ) throws {
    self.values = values
    layout = try BlockLayout(shape: shape, granularity: granularity)
    quantizers = try calibrator.calibratedBlocks(
      of: TensorDistribution(values, layout: layout), scheme: scheme.with(valueType: type)
    ).map(\.quantizer)
  }

  /// What differs from a golden's scales, zero-points, codes and dequantized values, as far as it has
  /// them.
  func differences(from golden: ToolGolden) -> [String] {
    // What the tool writes; what it computes with may be rounded to the type of the values.
    let scales = quantizers.map { Float($0.encoding.wideScale) }
    let zeroPoints = quantizers.map { Int32($0.encoding.zeroPoint) }
    return difference("scales", golden.members["scale"], ToolGolden.text(of: scales))
      + difference("zero-points", golden.members["zero_point"], ToolGolden.text(of: zeroPoints))
      + arrays(golden, "q") {
        ToolGolden.digest(of: eachValue { UInt8(truncatingIfNeeded: $0.quantize($1)) })
      }
      + arrays(golden, "dequantized") {
        ToolGolden.digest(of: eachValue { $0.fakeQuantize($1) })
      }
  }

  private func arrays(
    _ golden: ToolGolden, _ member: String, _ found: () -> String
  ) -> [String] {
    golden.members[member].map { difference(member, $0, found()) } ?? []
  }

  private func eachValue<Result>(_ body: (AffineQuantizer, Float) -> Result) -> [Result] {
    values.enumerated().map { body(quantizers[layout.block(ofElement: $0)], $1) }
  }
}

extension Fixture {
  /// The values rounded to a small float, to even where two are as near, without code of the product.
  func values(roundedTo type: ElementType) -> [Float] {
    switch type {
    case .float16: values.map { Float(Float16($0)) }
    case .bfloat16: values.map(Self.nearestBrain)
    default: values
    }
  }

  /// The nearest multiple of the distance of bfloat16 numbers about a float32.
  private static func nearestBrain(_ value: Float) -> Float {
    guard value.isFinite, value != 0 else { return value }
    let exponent = max(value.exponent, -126)
    let step = Double(sign: .plus, exponent: Int(exponent) - 7, significand: 1)
    return Float((Double(value) / step).rounded(.toNearestOrEven) * step)
  }
}
