import Foundation
import QuantizationEngine
import Testing

@testable import TensorFiles

/// A folder for the files of one test, gone when the test is.
final class ScratchFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "qviz-tensor-files-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of a name in the folder.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// The path of a new file with these bytes.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = path(name)
    // Neither over the last one nor by Foundation: both may wait for the disk, and hostile tests write
    // thousands of files.
    unlink(path)
    let file = try #require(fopen(path, "w"))
    let count = fwrite(bytes, 1, bytes.count, file)
    try #require(fclose(file) == 0 && count == bytes.count)
    return path
  }

  /// The one tensor of a new file with these bytes, and its values.
  func read(
    _ name: String, _ bytes: [UInt8], layout: RawLayout = RawLayout()
  ) throws -> (description: TensorDescription, values: TensorValues) {
    let file = try TensorFile.open(path: try file(name, bytes), layout: layout)
    try #require(file.tensors.count == 1)
    return (file.tensors[0], try file.values(of: 0))
  }

  /// The sentence that opening a file with these bytes ends with, its folder cut off.
  func refusal(
    _ name: String, _ bytes: [UInt8], layout: RawLayout = RawLayout()
  ) throws -> String {
    let path = try file(name, bytes)
    do throws(TensorFileError) {
      return "opened: \(try TensorFile.open(path: path, layout: layout).tensors)"
    } catch {
      return withoutFolder(error.description)
    }
  }

  /// A sentence with the folder cut from its path.
  func withoutFolder(_ sentence: String) -> String {
    sentence.hasPrefix(url.path + "/") ? String(sentence.dropFirst(url.path.count + 1)) : sentence
  }
}

/// Expects a sentence, and shows both when they differ.
func expectSentence(
  _ found: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found == expected, sourceLocation: sourceLocation)
}
