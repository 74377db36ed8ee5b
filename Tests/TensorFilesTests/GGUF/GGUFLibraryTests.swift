import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Files that gguf-py and llama.cpp wrote, compared with what gguf-py reads from them.
@Suite("GGUF files of the real writers")
struct GGUFLibraryTests {
  /// What `Fixtures/gguf/values.json` says of a tensor; `generate.py` beside it wrote it.
  private struct Expectation: Decodable {
    let name: String
    let storedAs: String
    let shape: [Int]
    let byteCount: Int
    let codesShape: [Int]
    let codes: String
    /// `nil` where they are not read.
    let values: String?
  }

  private static let fixtures = LibraryFixtures("gguf")

  @Test("every tensor has the name, type, shape, values and codes that gguf-py reads")
  func values() throws {
    let files = try Self.fixtures.files(of: Expectation.self)
    #expect(files.count == 9)
    for expected in files where expected.file != "model-00001-of-00003.gguf" {
      try compare(try Self.fixtures.open(expected.file), expected.tensors, expected.file)
    }
  }

  @Test("the first of three parts has the tensors of all, in their order")
  func parts() throws {
    let tensors = try Self.fixtures.files(of: Expectation.self)
      .filter { $0.file.hasPrefix("model-") }.flatMap(\.tensors)
    #expect(tensors.count == 9)
    let file = try Self.fixtures.open("model-00001-of-00003.gguf")
    try compare(file, tensors, "parts")
    #expect(file.parts.count == 3)
  }

  private func compare(
    _ file: TensorFile, _ expected: [Expectation], _ path: String
  ) throws {
    #expect(file.tensors.map(\.name) == expected.map(\.name), "\(path)")
    for (index, tensor) in expected.enumerated() {
      let found = file.tensors[index]
      #expect(found.storedAs == tensor.storedAs, "\(path)")
      #expect(found.shape == tensor.shape, "\(path)")
      #expect(found.byteCount == tensor.byteCount, "\(path)")
      guard let values = tensor.values else {
        #expect(file.obstacle(to: index) != nil, "\(path): \(tensor.name)")
        continue
      }
      #expect(try file.values(of: index).checksum == values, "\(path): \(tensor.name)")
      let (header, codes) = try file.extractedCodes(of: index)
      #expect(SHA256.hexadecimal(of: codes) == tensor.codes, "\(path): \(tensor.name)")
      if found.storedAs.hasPrefix("gguf-") {
        let shape = tensor.codesShape.map(String.init).joined(separator: ", ")
        let tuple = tensor.codesShape.count == 1 ? "(\(shape),)" : "(\(shape))"
        #expect(header.contains("'descr': '|u1', 'fortran_order': False, 'shape': \(tuple)"))
      }
    }
  }
}
