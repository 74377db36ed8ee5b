import Calibration
import QuantizationEngine
import Testing

@Suite("ranges fixed by the operator")
struct OperatorRangeTests {
  /// What a tool's source has for some codes.
  struct Constant: Sendable, CustomStringConvertible {
    let name: String
    let bitWidth: Int
    let signedness: Signedness
    let scale: Float
    let zeroPoint: Int

    var description: String { "\(name) \(signedness) \(bitWidth)" }

    init(
      _ name: String, _ bitWidth: Int, _ signedness: Signedness, _ dividend: Float,
      _ divisor: Float, _ zeroPoint: Int
    ) {
      self.name = name
      self.bitWidth = bitWidth
      self.signedness = signedness
      scale = dividend / divisor
      self.zeroPoint = zeroPoint
    }
  }

  static let constants = [
    Constant("tflite-softmax", 8, .signed, 1, 256, -128),
    Constant("tflite-sigmoid", 8, .signed, 1, 256, -128),
    Constant("tflite-tanh", 8, .signed, 1, 128, 0),
    Constant("tflite-softmax", 8, .unsigned, 1, 256, 0),
    Constant("tflite-tanh", 8, .unsigned, 1, 128, 128),
    Constant("tflite-softmax", 16, .signed, 1, 32768, 0),
    Constant("tflite-tanh", 16, .signed, 1, 32768, 0),
    Constant("ort-softmax", 8, .unsigned, 1, 255, 0),
    Constant("ort-softmax", 8, .signed, 1, 255, -128),
    Constant("ort-qlinear-softmax", 8, .unsigned, 1, 256, 0),
    Constant("ort-qlinear-softmax", 8, .signed, 1, 256, -128),
    Constant("qnn-sigmoid", 16, .unsigned, 1, 65536, 0),
    Constant("qnn-sigmoid", 16, .signed, 1, 32768, 0),
    Constant("qnn-tanh", 16, .unsigned, 1, 32768, 32768),
    Constant("qnn-tanh", 16, .signed, 1, 32768, 0),
    Constant("torch-softmax", 8, .unsigned, 1, 256, 0),
    Constant("torch-sigmoid", 8, .unsigned, 1, 256, 0),
    Constant("torch-tanh", 8, .unsigned, 2, 256, 128),
    Constant("aimet-tanh", 8, .unsigned, 2, 255, 128),
  ]

  @Test(
    "each tool's scale and zero-point are its constants",
    arguments: constants)
  func constant(_ constant: Constant) throws {
    let scheme = try Scheme(bitWidth: constant.bitWidth, signedness: constant.signedness)
    let block = try CalibratorCatalog.calibrator(named: constant.name)
      .calibrated(SortedDistribution([Float(0), 0.25, 1]), scheme: scheme)
    #expect(block.quantizer.encoding.scale == constant.scale)
    #expect(block.quantizer.encoding.zeroPoint == constant.zeroPoint)
  }

  @Test("values that are no outputs of the operator, and codes that a tool lacks, are refused")
  func refusals() throws {
    let scheme = try Scheme(bitWidth: 8, signedness: .signed)
    let negative = SortedDistribution([Float(-0.5), 1])
    #expect(throws: CalibrationError.self) {
      try CalibratorCatalog.calibrator(named: "tflite-softmax").calibrated(negative, scheme: scheme)
    }
    #expect(throws: Never.self) {
      try CalibratorCatalog.calibrator(named: "tflite-tanh").calibrated(negative, scheme: scheme)
    }
    let error = #expect(throws: CalibrationError.self) {
      try CalibratorCatalog.calibrator(named: "qnn-tanh").calibrated(negative, scheme: scheme)
    }
    #expect("\(try #require(error))".contains("8 bits are calibrated"))
  }

  @Test("where another toolchain of the same tool has a scheme, the refusal names it")
  func relatives() throws {
    let error = #expect(throws: CalibrationError.self) {
      try ToolchainCatalog.toolchain(named: "torch").scheme(Scheme(bitWidth: 4))
    }
    #expect("\(try #require(error))".hasSuffix("; torch-fake has it"))
  }
}
