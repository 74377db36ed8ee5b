import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

/// Checkpoints that PyTorch wrote, compared with what it reads from them.
@Suite("checkpoints of PyTorch")
struct TorchLibraryTests {
  /// What `Fixtures/torch/values.json` says of a tensor; `generate.py` beside it wrote it.
  private struct Expectation: Decodable {
    let name: String
    let storedAs: String
    let shape: [Int]
    /// `nil` where they are not read.
    let sha256: String?
  }

  static let fixtures = LibraryFixtures("torch")

  @Test("every tensor has the name, type, shape and values that PyTorch reads")
  func values() throws {
    let files = try Self.fixtures.files(of: Expectation.self)
    #expect(files.count == 19)
    for expected in files {
      let file = try Self.fixtures.open(expected.file)
      let base = FileName(path: expected.file).base
      #expect(
        file.tensors.map(\.name) == expected.tensors.map { $0.name.isEmpty ? base : $0.name },
        "\(expected.file)")
      guard file.tensors.count == expected.tensors.count else { continue }
      for (index, tensor) in expected.tensors.enumerated() {
        let found = file.tensors[index]
        let place = "\(expected.file): \(tensor.name)"
        if file.obstacle(to: index) == nil {
          #expect(found.storedAs == tensor.storedAs, "\(place)")
          #expect(found.shape == tensor.shape, "\(place)")
        }
        #expect((file.obstacle(to: index) == nil) == (tensor.sha256 != nil), "\(place)")
        guard file.obstacle(to: index) == nil, let expected = tensor.sha256 else { continue }
        #expect(checksum(try file.values(of: index)) == expected, "\(place)")
        try compareRuns(of: index, in: file)
      }
    }
  }

  /// Every way to read a tensor gives the same values.
  private func compareRuns(of index: Int, in file: TensorFile) throws {
    let whole = try file.values(of: index).asDoubles
    for first in stride(from: 0, to: whole.count, by: 7) {
      let run = first..<min(first + 7, whole.count)
      let part = try file.values(of: index, elements: run).asDoubles
      #expect(part.map(\.bitPattern) == whole[run].map(\.bitPattern))
    }
    let elements = try file.storedElements(of: index)
    #expect(elements.count == whole.count)
    guard elements.elementType == .float32, elements.elementOrder == .rowMajor else { return }
    let bits = elements.withBytes(of: 0..<elements.count) { span in
      (0..<elements.count).map { element in
        unsafe span.unsafeLoadUnaligned(fromByteOffset: 4 * element, as: UInt32.self)
      }
    }
    let floats = bits.map {
      Double(Float(bitPattern: elements.byteOrder == .native ? $0 : $0.byteSwapped))
    }
    #expect(floats.map(\.bitPattern) == whole.map(\.bitPattern))
  }

  private func checksum(_ values: TensorValues) -> String {
    SHA256.hexadecimal(
      of: values.asDoubles.map { $0.isNaN ? 0x7FF8_0000_0000_0000 : $0.bitPattern })
  }
}
