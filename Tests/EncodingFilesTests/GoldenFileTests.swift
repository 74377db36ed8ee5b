import QuantizationEngine
import Testing

@testable import EncodingFiles

@Suite struct GoldenFileTests {
  @Test(
    "AIMET's files are those that its own reader accepted",
    arguments: ["activations", "parameters", "restricted", "groups"])
  func aimet(name: String) throws {
    let bytes = try Aimet100Format().encode(document(name))
    try Fixture.expect(bytes, equal: "\(name).encodings")
  }

  @Test(
    "qviz's own files are what they were",
    arguments: ["activations", "parameters", "restricted", "groups", "peculiar"])
  func qviz(name: String) throws {
    let bytes = try QvizFormat().encode(document(name))
    try Fixture.expect(bytes, equal: "\(name).qviz.json")
  }

  @Test("a file that AIMET wrote itself is read: signs, floats for integers, extra members")
  func writtenByAimet() throws {
    let decoded = try Aimet100Format().decode(try Fixture.bytes("written-by-aimet.encodings"))
    #expect(decoded.tensors.map(\.name) == ["x", "y", "conv.weight"])
    #expect(decoded.tensors.map(\.role) == [.activation, .activation, .parameter])
    #expect(decoded.tensors[0].encodings.map(\.zeroPoint) == [136])
    #expect(decoded.tensors[0].encodings.map(\.scale) == [0.03309673328025668])
    #expect(decoded.tensors[1].encodings.map(\.zeroPoint) == [0])
    #expect(decoded.tensors[2].granularity == .perChannel(axis: nil))
    #expect(decoded.tensors[2].encodings.count == 24)
    #expect(decoded.tensors[2].encodings.allSatisfy { $0.zeroPoint == 0 && $0.quantMin == -128 })
  }

  private func document(_ name: String) throws -> EncodingDocument {
    switch name {
    case "activations": try Samples.activations()
    case "parameters": try Samples.parameters()
    case "restricted": try Samples.restricted()
    case "groups": try Samples.groups()
    default: try Samples.peculiar()
    }
  }
}
