import QuantizationEngine
import TestSupport

extension AffineQuantizer {
  /// The digest of the codes of some values, in the container that the bit width asks for.
  func digest(of values: [Float]) -> String {
    let codes = values.map(quantize)
    return switch (encoding.quantMin < 0, encoding.codeCount > 256) {
    case (true, false): ToolGolden.digest(of: codes.map { Int8(truncatingIfNeeded: $0) })
    case (false, false): ToolGolden.digest(of: codes.map { UInt8(truncatingIfNeeded: $0) })
    case (true, true): ToolGolden.digest(of: codes.map { Int16(truncatingIfNeeded: $0) })
    case (false, true): ToolGolden.digest(of: codes.map { UInt16(truncatingIfNeeded: $0) })
    }
  }

  /// The digest of what some values are dequantized to.
  func dequantizedDigest(of values: [Float]) -> String {
    ToolGolden.digest(of: values.map(fakeQuantize))
  }
}

extension Fixture {
  /// Whether a value is NaN or infinite.
  var hasNonFinite: Bool { values.contains { !$0.isFinite } }

  /// Whether quantizing every value is quick: unoptimized code does so for small tensors only, so
  /// that digests of large ones are compared by optimized test runs.
  var isQuick: Bool {
    #if DEBUG
      values.count <= 8192
    #else
      true
    #endif
  }
}
