import QuantizationEngine
import Testing

@testable import Calibration

@Suite("the granularities that a tool has")
struct GranularityRepertoireTests {
  private static func refusal(
    _ toolchain: some Toolchain, _ granularity: Granularity, shape: [Int] = [16, 100],
    _ symmetry: Symmetry = .symmetric
  ) throws -> String? {
    toolchain.granularities.refusal(
      of: try BlockLayout(shape: shape, granularity: granularity),
      try Scheme(bitWidth: 8, symmetry: symmetry))
  }

  @Test("what a tool lacks is refused with what it has, and with who has it")
  func kinds() throws {
    let group = Granularity.perGroup(axis: 1, size: 32)
    #expect(
      try Self.refusal(TorchToolchain(), group)
        == "it has no groups, only whole tensors; torchao has groups")
    #expect(
      try Self.refusal(OrtToolchain(), group)
        == "it has no groups, only whole tensors and channels; ort-blocked has groups")
    #expect(
      try Self.refusal(OrtToolchain(.blocked), .perTensor)
        == "it has no whole tensors, only groups; ort has whole tensors")
    #expect(
      try Self.refusal(TorchToolchain(), .perChannel(axis: 0))
        == "it has no channels, only whole tensors; torch-per-channel has channels")
    for toolchain in [TFLiteToolchain(), TensorFlowFakeQuantToolchain(), NcnnToolchain()]
      as [any Toolchain]
    {
      #expect(try Self.refusal(toolchain, group)?.contains("it has no groups") == true)
    }
  }

  @Test("sizes, axes, dimensions and symmetry are a tool's own")
  func parts() throws {
    let litert = LiteRTToolchain()
    #expect(
      try Self.refusal(litert, .perGroup(axis: 1, size: 48))
        == "group size must be 32, 64, 128, 256, found 48")
    #expect(
      try Self.refusal(litert, .perGroup(axis: 1, size: 32))
        == "group size must divide the 100 elements of axis 1, found 32")
    #expect(try Self.refusal(litert, .perGroup(axis: 1, size: 32), shape: [4, 64]) == nil)
    #expect(
      try Self.refusal(litert, .perGroup(axis: 0, size: 32), shape: [64, 4])
        == "its groups lie along the last axis, found axis 0 of 2")
    #expect(
      try Self.refusal(OrtToolchain(.blocked), .perGroup(axis: 1, size: 2), shape: [4, 4, 4])
        == "its groups are of tensors of 2 dimensions, found shape [4, 4, 4]")
    #expect(
      try Self.refusal(TensorFlowFakeQuantToolchain(.channels), .perChannel(axis: 0))
        == "its channels lie along the last axis, found axis 0 of 2")
    #expect(
      try Self.refusal(TFLiteToolchain(), .perChannel(axis: 0), .asymmetric)
        == "its channels are symmetric or restricted symmetric, found asymmetric")
    #expect(try Self.refusal(TFLiteToolchain(), .perChannel(axis: 1)) == nil)
  }

  @Test("a group that is longer than the axis does not divide it, and one of odd size may")
  func fits() throws {
    let torchao = TorchAOToolchain()
    #expect(try Self.refusal(torchao, .perGroup(axis: 1, size: 200)) != nil)
    #expect(try Self.refusal(torchao, .perGroup(axis: 1, size: 25)) == nil)
    #expect(try Self.refusal(BrevitasToolchain(), .perGroup(axis: 1, size: 33)) == nil)
    #expect(try Self.refusal(torchao, .perGroup(axis: 1, size: 5), shape: [3, 0]) == nil)
  }

  @Test("where nobody says what shares an encoding, it is what the tool has")
  func standard() {
    #expect(OrtToolchain().granularities.standard == .tensor)
    #expect(OrtToolchain(.blocked).granularities.standard == .group(axis: nil, size: 32))
    #expect(TensorFlowFakeQuantToolchain(.channels).granularities.standard == .channel(axis: -1))
    for toolchain in ToolchainCatalog.all {
      let granularities = toolchain.granularities
      #expect(
        granularities.refusal(of: granularities.standard, .standard) == nil
          || granularities.standard != .tensor, "\(toolchain.name)")
    }
  }

  @Test("a scheme that a tool lacks is refused for all channels at once, not for the first")
  func noBlock() throws {
    let layout = try BlockLayout(shape: [3, 4], granularity: .perChannel(axis: 0))
    let tensor = TensorDistribution((0..<12).map { Float($0) }, layout: layout)
    let error = #expect(throws: CalibrationError.self) {
      try TensorRTMaxCalibrator().calibratedBlocks(of: tensor, scheme: .standard)
    }
    #expect(
      error == .notInRepertoire(tool: "tensorrt", reason: "it has no asymmetric scheme"))
    let search = #expect(throws: CalibrationError.self) {
      try LiteRTOctavCalibrator().calibratedBlocks(of: tensor, scheme: .standard)
    }
    #expect(search?.isOfTheScheme == true)
  }

  @Test("TensorFlow's ops fail on float16 and bfloat16 values, with its own words")
  func tensorFlow() throws {
    let scheme = try Scheme(bitWidth: 8).with(valueType: .bfloat16)
    #expect(
      throws: CalibrationError.toolFailsOnType(
        tool: "tf-fake-quant", type: .bfloat16,
        reason:
          "InvalidArgumentError: cannot compute FakeQuantWithMinMaxVars as input #0 was expected"
          + " to be a float tensor but is a bfloat16 tensor")
    ) { try TensorFlowFakeQuantToolchain().scheme(scheme) }
    #expect(throws: CalibrationError.self) { try TensorFlowQuantizeToolchain().scheme(scheme) }
    #expect(throws: CalibrationError.self) {
      try TensorFlowRoundTripToolchain().scheme(
        Scheme(bitWidth: 8, symmetry: .symmetric).with(valueType: .float16))
    }
  }
}
