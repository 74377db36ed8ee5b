import Foundation
import Testing

@testable import TensorFiles

/// Values in files beside a model, where they may lie and where not.
@Suite("ONNX with values in other files")
struct ONNXCompanionTests {
  let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    _ = try folder.file("w.data", [1, 2, 3, 4])
  }

  private func open(_ entries: [(String, String)], _ name: String = "w.onnx") throws -> TensorFile {
    let bytes = ONNXBytes.model([
      ONNXBytes.external("w", count: 2, entries), ONNXBytes.bytes("last", [9]),
    ])
    return try TensorFile.open(path: try folder.file(name, bytes))
  }

  private func sentence(_ entries: [(String, String)]) throws -> String {
    let file = try open(entries)
    #expect(try file.values(of: 1) == .float32([9]))
    return folder.withoutFolder(file.obstacle(to: 0)?.description ?? "read")
  }

  @Test("an offset and a length are what they are, and need not be said")
  func places() throws {
    let places: [([(String, String)], [Float])] = [
      ([], [1, 2]), ([("offset", "1")], [2, 3]), ([("offset", "2"), ("length", "2")], [3, 4]),
      ([("checksum", "?"), ("offset", "02")], [3, 4]),
    ]
    for (entries, expected) in places {
      let file = try open([("location", "w.data")] + entries)
      #expect(try file.values(of: 0) == .float32(expected))
      #expect(file.parts.count == 2)
    }
  }

  @Test("what is said about the file must be right")
  func wrong() throws {
    let tensor = "w.onnx: tensor 'w' (byte 9) "
    expectSentence(
      try sentence([("offset", "0")]), tensor + "lies in another file and does not say in which")
    expectSentence(
      try sentence([("location", "w.data"), ("length", "3")]),
      tensor + "has 3 bytes as 'external_data', expected 2 for its type and shape")
    for text in ["-1", "+1", "1e3", " 1", "", "9223372036854775808", "0x1"] {
      expectSentence(
        try sentence([("location", "w.data"), ("offset", text)]),
        tensor + "has '\(text)' as 'offset', expected a number of bytes")
    }
    for (offset, from) in [("3", 3), ("9223372036854775807", Int.max)] {
      expectSentence(
        try sentence([("location", "w.data"), ("offset", offset)]),
        tensor + "has 2 bytes from byte \(from) of 'w.data' on, which has 4")
    }
    expectSentence(try sentence([("location", "none.data")]), "none.data: no such file")
  }

  @Test(
    "a file that leads elsewhere is refused",
    arguments: [
      ("/etc/passwd", "is absolute"), ("../w.data", "has a part '..'"),
      ("a/../../w.data", "has a part '..'"), ("..", "has a part '..'"),
      ("out.data", "leads out of the folder"),
    ])
  func elsewhere(location: String, reason: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("out.data"), withDestinationPath: "/etc/passwd")
    expectSentence(
      try sentence([("location", location)]),
      "w.onnx: tensor 'w' (byte 9) lies in the file '\(location)', which \(reason)")
  }

  @Test("a cache of downloads, where the model and its values are links into one folder, opens")
  func cache() throws {
    let files = FileManager.default
    for name in ["blobs", "snapshots"] {
      try files.createDirectory(
        at: folder.url.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    _ = try open([("location", "w.data")], "blobs/1")
    _ = try folder.file("blobs/2", [5, 6])
    try files.createSymbolicLink(
      atPath: folder.path("snapshots/w.onnx"), withDestinationPath: "../blobs/1")
    try files.createSymbolicLink(
      atPath: folder.path("snapshots/w.data"), withDestinationPath: "../blobs/2")
    let file = try TensorFile.open(path: folder.path("snapshots/w.onnx"))
    #expect(try file.values(of: 0) == .float32([5, 6]))
  }
}
