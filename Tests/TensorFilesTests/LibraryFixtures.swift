import Foundation
import TestSupport

@testable import TensorFiles

/// A folder of files that a real library wrote, and `values.json`, which says what it reads from them.
struct LibraryFixtures {
  /// The folder.
  let folder: URL

  /// The folder with a name in `Fixtures`.
  init(_ name: String) {
    folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures").appendingPathComponent(name)
  }

  /// A file, and the tensors that the library reads from it.
  struct File<Tensor: Decodable>: Decodable {
    let file: String
    let tensors: [Tensor]
  }

  private struct Contents<Tensor: Decodable>: Decodable {
    let files: [File<Tensor>]
  }

  /// What the library reads from each of the files.
  func files<Tensor: Decodable>(of _: Tensor.Type) throws -> [File<Tensor>] {
    try JSONDecoder().decode(Contents<Tensor>.self, from: try data("values.json")).files
  }

  /// The bytes of a file.
  func data(_ name: String) throws -> Data {
    try Data(contentsOf: folder.appendingPathComponent(name))
  }

  /// A file, opened.
  func open(_ name: String) throws -> TensorFile {
    try TensorFile.open(path: folder.appendingPathComponent(name).path)
  }
}

extension TensorValues {
  /// The SHA-256 of the bit patterns, every NaN being the same one.
  var checksum: String {
    switch self {
    case .float32(let values):
      SHA256.hexadecimal(of: values.map { $0.isNaN ? 0x7FC0_0000 : $0.bitPattern })
    case .float64(let values):
      SHA256.hexadecimal(of: values.map { $0.isNaN ? 0x7FF8_0000_0000_0000 : $0.bitPattern })
    }
  }
}

extension TensorFile {
  /// What `extract --codes` writes: the header's text, and the bytes behind it.
  func extractedCodes(of tensor: Int) throws -> (header: String, bytes: [UInt8]) {
    let array = try storedArray(of: tensor)
    var bytes: [UInt8] = []
    try array.forEachPiece { bytes += $0 }
    return (String(decoding: array.header, as: UTF8.self), bytes)
  }
}
