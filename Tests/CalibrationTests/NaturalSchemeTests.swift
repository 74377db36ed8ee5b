import QuantizationEngine
import Testing

@testable import Calibration

/// The codes that a tool has where nobody asks for any.
@Suite struct NaturalSchemeTests {
  @Test("every toolchain has its own scheme", arguments: ToolchainCatalog.all.map(\.name))
  func own(_ name: String) throws {
    let tool = try ToolchainCatalog.toolchain(named: name)
    let scheme = tool.naturalScheme
    #expect(!tool.repertoire.lacks(scheme) && scheme.bitWidth == 8)
    // The standard scheme wherever the tool has it, but for one whose default is another.
    if !tool.repertoire.lacks(.standard) { #expect(scheme == .standard) }
    #expect(tool.codes() == scheme)
  }

  @Test(
    "tools without asymmetric unsigned codes",
    arguments: [
      "tensorrt", "ncnn", "brevitas", "compressed-tensors", "tf-qdq", "torchao-no-clipping",
    ])
  func signed(_ name: String) throws {
    let tool = try ToolchainCatalog.toolchain(named: name)
    let scheme = tool.naturalScheme
    #expect(
      scheme.symmetry != .asymmetric && scheme.signedness == .signed && scheme.bitWidth == 8)
  }

  @Test("what is asked for is kept, and what is not follows the tool")
  func asked() throws {
    let tool = TensorRTToolchain()
    #expect(tool.codes(bitWidth: 4) == (try Scheme(bitWidth: 4, symmetry: .symmetric)))
    #expect(
      tool.codes(symmetry: .restrictedSymmetric)
        == (try Scheme(bitWidth: 8, symmetry: .restrictedSymmetric)))
    #expect(tool.codes(symmetry: .asymmetric) == nil && tool.codes(signedness: .unsigned) == nil)
    #expect(TorchToolchain().codes(bitWidth: 4) == nil)
    #expect(
      PPQToolchain().codes(signedness: .signed) == (try Scheme(bitWidth: 8, symmetry: .symmetric)))
    let current = try Scheme(bitWidth: 5, symmetry: .restrictedSymmetric)
    #expect(tool.codes(like: current) == current)
    #expect(
      PPQToolchain().codes(like: current) == (try Scheme(bitWidth: 5, symmetry: .symmetric)))
  }
}
