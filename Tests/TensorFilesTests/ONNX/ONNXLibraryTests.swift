import QuantizationEngine
import Testing

@testable import TensorFiles

/// Files that onnx wrote, compared with what onnx and ONNX Runtime read from them.
@Suite("ONNX files of the real library")
struct ONNXLibraryTests {
  /// What `Fixtures/onnx/values.json` says of a tensor; `generate.py` beside it wrote it.
  private struct Expectation: Decodable {
    let name: String
    let storedAs: String
    let shape: [Int]
    let values: String
  }

  static let fixtures = LibraryFixtures("onnx")

  @Test("every tensor has the name, type, shape and values that the library reads")
  func values() throws {
    let files = try Self.fixtures.files(of: Expectation.self)
    #expect(files.count == 9)
    for expected in files {
      let file = try Self.fixtures.open(expected.file)
      #expect(file.tensors.map(\.name) == expected.tensors.map(\.name), "\(expected.file)")
      for (index, tensor) in expected.tensors.enumerated() {
        let place = "\(expected.file): \(tensor.name)"
        #expect(file.tensors[index].storedAs == tensor.storedAs, "\(place)")
        #expect(file.tensors[index].shape == tensor.shape, "\(place)")
        #expect(try file.values(of: index).checksum == tensor.values, "\(place)")
      }
    }
  }
}
