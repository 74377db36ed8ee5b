import Foundation
import Testing

@testable import TensorFiles

@Suite("tensor files")
struct TensorFileTests {
  @Test("positions outside the tensors and runs outside a tensor are programming errors")
  func preconditions() async {
    await #expect(processExitsWith: .failure) {
      let file = try TensorFile.open(path: try ScratchFolder().file("w.bin", [0, 0, 0, 0]))
      _ = try file.values(of: 1)
    }
    await #expect(processExitsWith: .failure) {
      let file = try TensorFile.open(path: try ScratchFolder().file("w.bin", [0, 0, 0, 0]))
      _ = try file.values(of: 0, elements: 0..<2)
    }
    await #expect(processExitsWith: .failure) {
      let file = try TensorFile.open(path: try ScratchFolder().file("w.bin", [0, 0, 0, 0]))
      _ = try file.values(of: 0, elements: -1..<1)
    }
  }

  /// The real files beside this one; see the README there.
  private func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(name)").path
  }

  @Test("a real weight is the same as raw values and as an .npy of version 2")
  func layerNorm() throws {
    let raw = try TensorFile.open(path: fixture("minilm_l3_ln_gamma.bin"))
    let npy = try TensorFile.open(path: fixture("npy_v2_header.npy"))
    #expect(raw.tensors[0].name == "minilm_l3_ln_gamma")
    #expect(raw.tensors[0].shape == [384])
    #expect(npy.tensors[0].shape == [384])
    let values = try raw.values(of: 0)
    #expect(try npy.values(of: 0) == values)
    let first: [Double] = [0.7203124165534973, 0.7078635096549988, 0.6940761208534241]
    #expect(Array(values.asDoubles.prefix(3)) == first)
  }

  @Test("files that numpy wrote have the values numpy was given")
  func numpyFiles() throws {
    func read(_ name: String) throws -> (shape: [Int], values: [Double]) {
      let file = try TensorFile.open(path: fixture(name))
      return (file.tensors[0].shape, try file.values(of: 0).asDoubles)
    }
    #expect(try read("npy_0d.npy") == ([], [-1.375]))
    #expect(try read("npy_empty.npy") == ([0], []))
    #expect(try read("npy_int8.npy") == ([16, 16], (-128...127).map(Double.init)))
    #expect(try read("npy_bool.npy") == ([10], [1, 0, 0, 1, 0, 0, 1, 0, 0, 1]))
    #expect(try read("npy_i4.npy") == ([100], (-50..<50).map(Double.init)))
  }
}
