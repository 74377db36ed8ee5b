import Testing

@testable import TensorFiles

@Suite("which tensor a text means")
struct TensorChoiceTests {
  private let names = [
    "model.layers.0.mlp.down_proj.weight", "model.layers.0.mlp.up_proj.weight",
    "model.layers.10.mlp.up_proj.weight", "lm_head.weight", "2",
  ]

  private func choice(_ text: String) -> TensorChoice { TensorChoice(text, among: names) }

  @Test("a name comes before a number, and that before an end of names")
  func order() {
    #expect(choice("lm_head.weight") == .one(3))
    #expect(choice("2") == .one(4))
    #expect(choice("1") == .one(1))
    #expect(choice("down_proj.weight") == .one(0))
    #expect(choice("head.weight") == .one(3))
    #expect(choice("10.mlp.up_proj.weight") == .one(2))
    #expect(TensorChoice("w", among: ["aw", "w"]) == .one(1))
    // A number that is the end of one name means what 'qviz list' numbers so.
    #expect(TensorChoice("0", among: ["a1", "a0"]) == .one(0))
    #expect(TensorChoice("10", among: ["a1", "a10"]) == .one(1))
  }

  @Test("what several names end in, or several have for a name, is none of them")
  func several() {
    #expect(choice("up_proj.weight") == .several([1, 2]))
    #expect(choice("weight") == .several([0, 1, 2, 3]))
    #expect(TensorChoice("w", among: ["w", "b", "w"]) == .several([0, 2]))
  }

  @Test("what is no name suggests the nearest ones")
  func near() {
    #expect(choice("lm_haed.weight") == .none(near: ["lm_head.weight"]))
    #expect(
      choice("model.layers.1.mlp.up_proj.weight")
        == .none(
          near: ["model.layers.0.mlp.up_proj.weight", "model.layers.10.mlp.up_proj.weight"]
            + ["model.layers.0.mlp.down_proj.weight"]))
    #expect(choice("mlp.donw_proj.weight") == .none(near: ["model.layers.0.mlp.down_proj.weight"]))
    #expect(choice("something else altogether") == .none(near: []))
    #expect(choice("5") == .none(near: ["2"]))
    #expect(choice("-1") == .none(near: []))
    #expect(TensorChoice("", among: ["a"]) == .none(near: ["a"]))
    #expect(TensorChoice("a", among: []) == .none(near: []))
  }

  @Test("names are compared scalar by scalar")
  func scalars() {
    #expect(TensorChoice("caf\u{E9}", among: ["cafe\u{301}", "caf\u{E9}"]) == .one(1))
  }

  @Test("the distance counts insertions, deletions, replacements and swaps")
  func distance() {
    func distance(_ first: String, _ second: String) -> Int {
      TensorChoice.editDistance(Array(first.utf8), Array(second.utf8))
    }
    #expect(distance("", "") == 0)
    #expect(distance("", "abc") == 3)
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("ab", "ba") == 1)
    #expect(distance("head", "haed") == 1)
    #expect(distance("abcd", "abd") == 1)
  }
}
