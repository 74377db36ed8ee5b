import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Files that the real libraries wrote, compared with the values that they read from them.
@Suite("files of the real libraries")
struct RealLibraryTests {
  /// What `Fixtures/values.json` says; `Fixtures/generate.py` wrote it.
  private struct Expectations: Decodable {
    let files: [File]

    struct File: Decodable, CustomTestStringConvertible, Sendable {
      let file: String
      /// The type to ask for, where the file cannot say it.
      let ask: String?
      let tensors: [Tensor]

      var testDescription: String { file }
    }

    struct Tensor: Decodable, Sendable {
      let name: String
      let type: String
      let shape: [Int]
      let sha256: String
    }
  }

  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  private static func expectations() throws -> [Expectations.File] {
    let json = try Data(contentsOf: fixtures.appendingPathComponent("values.json"))
    return try JSONDecoder().decode(Expectations.self, from: json).files
  }

  @Test("every tensor has the name, type, shape and values that the library reads")
  func values() throws {
    let files = try Self.expectations()
    #expect(files.count == 20)
    for expected in files {
      let type = try expected.ask.map { try #require(ElementType(rawValue: $0)) }
      let file = try TensorFile.open(
        path: Self.fixtures.appendingPathComponent(expected.file).path,
        layout: RawLayout(elementType: type))
      #expect(file.tensors.map(\.name) == expected.tensors.map(\.name), "\(expected.file)")
      for (index, tensor) in expected.tensors.enumerated() {
        #expect(file.tensors[index].elementType.rawValue == tensor.type)
        #expect(file.tensors[index].shape == tensor.shape)
        let values = try file.values(of: index).asDoubles
        let found = SHA256.hexadecimal(
          of: values.map { $0.isNaN ? 0x7FF8_0000_0000_0000 : $0.bitPattern })
        #expect(found == tensor.sha256, "\(expected.file): \(tensor.name)")
      }
    }
  }
}
