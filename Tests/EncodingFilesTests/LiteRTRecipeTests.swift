import Foundation
import QuantizationEngine
import Testing

@testable import EncodingFiles

/// Recipes of ai-edge-quantizer, which `Tests/Consumers` has it quantize with.
@Suite struct LiteRTRecipeTests {
  private static func weight(
    _ bits: Int, _ symmetry: Symmetry = .symmetric, _ granularity: Granularity = .perTensor,
    shape: [Int] = [2, 64], named name: String = "w"
  ) throws -> TensorEncodings {
    let count = try BlockLayout(shape: shape, granularity: granularity).blockCount
    return try Samples.tensor(
      name, role: .parameter, shape: shape, granularity: granularity,
      scheme: Scheme(bitWidth: bits, symmetry: symmetry),
      ranges: Array(repeating: -1...1, count: count))
  }

  private static func activation(
    _ bits: Int, _ symmetry: Symmetry = .asymmetric, named name: String = "x"
  ) throws -> TensorEncodings {
    try Samples.tensor(
      name, scheme: Scheme(bitWidth: bits, symmetry: symmetry), ranges: [-1...2])
  }

  /// The one rule, its configurations in words.
  private static func rule(_ tensors: [TensorEncodings]) throws -> [String] {
    let document = try EncodingDocument(tensors: tensors, producerVersion: Samples.version)
    let text = Data(try LiteRTRecipeFormat().encode(document))
    let rules = try #require(try JSONSerialization.jsonObject(with: text) as? [[String: Any]])
    #expect(rules.count == 1 && rules[0]["regex"] as? String == ".*")
    #expect(rules[0]["operation"] as? String == "*")
    #expect(rules[0]["algorithm_key"] as? String == "min_max_uniform_quantize")
    let operation = try #require(rules[0]["op_config"] as? [String: Any])
    func words(_ key: String) throws -> String {
      guard let said = operation[key] as? [String: Any] else { return "none" }
      #expect(said["dtype"] as? String == "INT")
      let bits = try #require(said["num_bits"] as? Int)
      let isSymmetric = try #require(said["symmetric"] as? Bool)
      return "\(bits) \(isSymmetric) \(try #require(said["granularity"] as? String))"
    }
    let dequantizes = try #require(operation["explicit_dequantize"] as? Bool)
    let precision = try #require(operation["compute_precision"] as? String)
    return [
      try words("weight_tensor_config"), try words("activation_tensor_config"),
      "\(precision) \(dequantizes)",
    ]
  }

  @Test("a recipe says what the document has of weights and of activations")
  func rules() throws {
    #expect(
      try Self.rule([Self.weight(8, .symmetric, .perChannel(axis: 0)), Self.activation(8)])
        == ["8 true CHANNELWISE", "8 false TENSORWISE", "INTEGER false"])
    #expect(
      try Self.rule([Self.weight(4), Self.activation(16, .symmetric)])
        == ["4 true TENSORWISE", "16 true TENSORWISE", "INTEGER false"])
    #expect(
      try Self.rule([Self.weight(8, .asymmetric)]) == ["8 false TENSORWISE", "none", "FLOAT true"])
    #expect(
      try Self.rule([Self.weight(4, .symmetric, .perGroup(axis: 1, size: 32))])
        == ["4 true BLOCKWISE_32", "none", "INTEGER false"])
    #expect(try Self.rule([Self.weight(2)]) == ["2 true TENSORWISE", "none", "INTEGER false"])
    // Without weights those of the tool, which a remark says.
    #expect(
      try Self.rule([Self.activation(8)])
        == ["8 true CHANNELWISE", "8 false TENSORWISE", "INTEGER false"])
  }

  @Test("what no operator of the quantizer has, and several configurations, are refused")
  func refused() throws {
    let rows: [[TensorEncodings]] = [
      [try Self.weight(8, named: "a"), try Self.weight(4, named: "b")],
      [try Self.activation(8, named: "a"), try Self.activation(16, .symmetric, named: "b")],
      [try Self.activation(16)], [try Self.activation(4)], [try Self.weight(6)],
      [try Self.weight(16)], [try Self.weight(2, .asymmetric)],
      [try Self.weight(8, .symmetric, .perGroup(axis: 1, size: 32))],
      [try Self.weight(4, .symmetric, .perGroup(axis: 1, size: 16))],
      [try Self.weight(4, .symmetric, .perGroup(axis: 0, size: 32), shape: [64, 2])],
      [try Self.weight(4, .asymmetric, .perGroup(axis: 1, size: 32))],
      [try Self.weight(8, .asymmetric), try Self.activation(8)],
      [try Self.weight(2), try Self.activation(8)],
      [try Self.weight(4, .symmetric, .perGroup(axis: 1, size: 64)), try Self.activation(8)],
    ]
    for tensors in rows {
      let document = try EncodingDocument(tensors: tensors, producerVersion: Samples.version)
      let error = #expect(throws: EncodingFileError.self, "\(tensors.map(\.scheme))") {
        try LiteRTRecipeFormat().encode(document)
      }
      guard case .notExpressible? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
  }

  @Test("remarks say where ranges are, and what the recipe says nothing of")
  func remarks() throws {
    let document = try Samples.document(
      Self.weight(8, .symmetric, .perChannel(axis: 0)),
      Self.weight(8, shape: [64], named: "bias"))
    let remarks = LiteRTRecipeFormat().remarks(on: document)
    #expect(remarks.count == 3)
    #expect(remarks[0].contains("litert-calibration") && remarks[1].contains("axis of channels"))
    #expect(remarks[2].hasSuffix("of which there are 1"))
    let alone = try Samples.document(Self.activation(8))
    #expect(LiteRTRecipeFormat().remarks(on: alone)[1].hasPrefix("weights are of 8 bits"))
  }
}
