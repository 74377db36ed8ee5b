import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Files that gguf-py and llama.cpp wrote, compared with what gguf-py reads from them.
@Suite("GGUF files of the real writers")
struct GGUFLibraryTests {
  /// What `Fixtures/gguf/values.json` says; `generate.py` beside it wrote it.
  private struct Expectations: Decodable {
    let files: [File]

    struct File: Decodable {
      let file: String
      let tensors: [Tensor]
    }

    struct Tensor: Decodable {
      let name: String
      let storedAs: String
      let shape: [Int]
      let byteCount: Int
      let codesShape: [Int]
      let codes: String
      /// `nil` where they are not read.
      let values: String?
    }
  }

  private static let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/gguf")

  private static func expectations() throws -> [Expectations.File] {
    let json = try Data(contentsOf: fixtures.appendingPathComponent("values.json"))
    return try JSONDecoder().decode(Expectations.self, from: json).files
  }

  private func open(_ name: String) throws -> TensorFile {
    try TensorFile.open(path: Self.fixtures.appendingPathComponent(name).path)
  }

  @Test("every tensor has the name, type, shape, values and codes that gguf-py reads")
  func values() throws {
    let files = try Self.expectations()
    #expect(files.count == 9)
    for expected in files where expected.file != "model-00001-of-00003.gguf" {
      try compare(try open(expected.file), expected.tensors, expected.file)
    }
  }

  @Test("the first of three parts has the tensors of all, in their order")
  func parts() throws {
    let tensors = try Self.expectations().filter { $0.file.hasPrefix("model-") }.flatMap(\.tensors)
    #expect(tensors.count == 9)
    let file = try open("model-00001-of-00003.gguf")
    try compare(file, tensors, "parts")
    #expect(file.parts.count == 3)
  }

  private func compare(
    _ file: TensorFile, _ expected: [Expectations.Tensor], _ path: String
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
      #expect(checksum(try file.values(of: index)) == values, "\(path): \(tensor.name)")
      let (header, codes) = try stored(index, of: file)
      #expect(SHA256.hexadecimal(of: codes) == tensor.codes, "\(path): \(tensor.name)")
      if found.storedAs.hasPrefix("gguf-") {
        let shape = tensor.codesShape.map(String.init).joined(separator: ", ")
        let tuple = tensor.codesShape.count == 1 ? "(\(shape),)" : "(\(shape))"
        #expect(header.contains("'descr': '|u1', 'fortran_order': False, 'shape': \(tuple)"))
      }
    }
  }

  private func checksum(_ values: TensorValues) -> String {
    switch values {
    case .float32(let values):
      SHA256.hexadecimal(of: values.map { $0.isNaN ? 0x7FC0_0000 : $0.bitPattern })
    case .float64(let values):
      SHA256.hexadecimal(of: values.map { $0.isNaN ? 0x7FF8_0000_0000_0000 : $0.bitPattern })
    }
  }

  /// What `extract --codes` writes: the header's text, and the bytes behind it.
  private func stored(_ tensor: Int, of file: TensorFile) throws -> (String, [UInt8]) {
    let array = try file.storedArray(of: tensor)
    var bytes: [UInt8] = []
    try array.forEachPiece { bytes += $0 }
    return (String(decoding: array.header, as: UTF8.self), bytes)
  }
}
