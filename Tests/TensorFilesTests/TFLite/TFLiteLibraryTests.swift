import Foundation
import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Models that LiteRT's own schema wrote, compared with what LiteRT reads from them.
@Suite("TensorFlow Lite models of the real library")
struct TFLiteLibraryTests {
  /// What `Fixtures/tflite/values.json` says of a constant; `generate.py` beside it wrote it.
  private struct Expectation: Decodable {
    let name: String
    let storedAs: String
    let shape: [Int]
    let byteCount: Int
    let codes: String
    let values: String
    /// Where the elements are codes.
    let scales: String?
    let zeroPoints: String?
  }

  private static let fixtures = LibraryFixtures("tflite")

  @Test("every constant has the name, type, shape, values and codes that LiteRT reads")
  func values() throws {
    let files = try Self.fixtures.files(of: Expectation.self)
    #expect(files.count == 6)
    for expected in files {
      let path = expected.file
      let file = try Self.fixtures.open(path)
      #expect(file.tensors.map(\.name) == expected.tensors.map(\.name), "\(path)")
      for (index, tensor) in expected.tensors.enumerated() {
        let found = file.tensors[index]
        #expect(found.storedAs == tensor.storedAs, "\(path)")
        #expect(found.shape == tensor.shape, "\(path)")
        #expect(found.byteCount == tensor.byteCount, "\(path): \(tensor.name)")
        #expect(try file.values(of: index).checksum == tensor.values, "\(path): \(tensor.name)")
        #expect(
          SHA256.hexadecimal(of: try file.extractedCodes(of: index).bytes) == tensor.codes,
          "\(path): \(tensor.name)")
        let encoding = file.storedEncoding(of: index)
        let scales = try encoding.map { TensorValues.float32(try $0.allScales()).checksum }
        #expect(scales == tensor.scales, "\(path): \(tensor.name)")
        let zeroPoints = try encoding.map { TensorValues.float32(try $0.allZeroPoints()).checksum }
        #expect(zeroPoints == tensor.zeroPoints, "\(path): \(tensor.name)")
      }
    }
  }

  /// What `Fixtures/tflite/checkpoint.json` says: what ai-edge-quantizer reads back.
  private struct Checkpoint: Decodable {
    let tensors: [Tensor]

    struct Tensor: Decodable {
      let file: String
      let tensor: String
      let shape: [Int]
      let values: String
    }
  }

  @Test("models that ai-edge-quantizer made have the values that it reads back")
  func quantizedModels() throws {
    let json = try Self.fixtures.data("checkpoint.json")
    let expected = try JSONDecoder().decode(Checkpoint.self, from: json).tensors
    #expect(expected.count == 18)
    for tensor in expected {
      let file = try Self.fixtures.open(tensor.file)
      let index = try #require(file.tensors.firstIndex { $0.name == tensor.tensor })
      #expect(file.tensors[index].shape == tensor.shape, "\(tensor.file): \(tensor.tensor)")
      #expect(
        try file.values(of: index).checksum == tensor.values, "\(tensor.file): \(tensor.tensor)")
    }
  }

  @Test("a part of the values is the part of all of them")
  func parts() throws {
    for name in ["quantized.tflite", "blocks.tflite", "types.tflite"] {
      let file = try Self.fixtures.open(name)
      for (index, tensor) in file.tensors.enumerated() where tensor.elementCount > 7 {
        let part = 3..<tensor.elementCount - 2
        switch (try file.values(of: index), try file.values(of: index, elements: part)) {
        case (.float32(let all), .float32(let found)):
          #expect(found.map(\.bitPattern) == all[part].map(\.bitPattern), "\(tensor.name)")
        case (.float64(let all), .float64(let found)):
          #expect(found.map(\.bitPattern) == all[part].map(\.bitPattern), "\(tensor.name)")
        default: Issue.record("a part of \(tensor.name) has another type")
        }
      }
    }
  }
}
