import Foundation
import Testing

@testable import ModelComparison

/// Names of another program's file, and the names that llama.cpp's converter gives.
@Suite struct NameLookupTests {
  /// Names of an architecture, and what gguf-py makes of them.
  private struct Architecture: Decodable {
    let architecture: String
    let pairs: [Pair]

    struct Pair: Decodable {
      let names: [String]
      let canonical: String

      init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        names = try container.decode([String].self)
        canonical = try container.decode(String.self)
      }
    }
  }

  private static func architectures() throws -> [Architecture] {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/architectures.json")
    return try JSONDecoder().decode([Architecture].self, from: Data(contentsOf: url))
  }

  @Test("of every architecture, each tensor is found under gguf-py's name, experts by number")
  func architectures() throws {
    for architecture in try Self.architectures() {
      let lookup = NameLookup(architecture.pairs.map(\.canonical))
      for pair in architecture.pairs {
        for (number, name) in pair.names.enumerated() {
          let found = try #require(lookup.found(name), "\(architecture.architecture): \(name)")
          #expect(found.name == pair.canonical, "\(architecture.architecture): \(name)")
          #expect(found.expert == (pair.names.count > 1 ? number : nil))
        }
      }
    }
  }

  @Test("the name that is written is gguf-py's, but where one spelling has several meanings")
  func written() throws {
    var others: Set<String> = []
    var count = 0
    for architecture in try Self.architectures() {
      for pair in architecture.pairs {
        for name in pair.names {
          count += 1
          if GGUFName.of(name) != pair.canonical { others.insert(name) }
          #expect(GGUFName.of(pair.canonical) == pair.canonical)
        }
      }
    }
    #expect(count > 400)
    // Norms, which no plan gives a format.
    #expect(others.allSatisfy { $0.contains("norm") || $0.contains("ln") }, "\(others.sorted())")
    #expect(GGUFName.of("conv1.weight") == nil)
  }

  @Test("what tools put around names does not matter, and a module stands for its weight")
  func spellings() {
    let lookup = NameLookup(["layers.0.mlp.up_proj", "fc.weight", "blk.1.attn_qkv.weight"])
    for (name, expected) in [
      ("model.layers.0.mlp.up_proj.weight", "layers.0.mlp.up_proj"),
      ("layers.0.mlp.up_proj.qweight", "layers.0.mlp.up_proj"),
      ("fc.weight_quantized", "fc.weight"), ("fc", "fc.weight"),
      // One input for all three.
      ("model.layers.1.self_attn.k_proj.weight", "blk.1.attn_qkv.weight"), ("fc.bias", nil),
      ("model.layers.1.self_attn.o_proj.weight", nil),
    ] as [(String, String?)] {
      #expect(lookup.found(name)?.name == expected, "\(name)")
    }
  }

  @Test("where two names might be meant, none is")
  func ambiguous() {
    let lookup = NameLookup(["model.a.weight", "transformer.a.weight"])
    #expect(lookup.found("a.weight") == nil)
    #expect(lookup.found("model.a.weight")?.name == "model.a.weight")
  }
}
