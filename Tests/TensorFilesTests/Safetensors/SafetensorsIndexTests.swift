import Foundation
import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("indices of safetensors")
struct SafetensorsIndexTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private typealias Bytes = SafetensorsBytes

  private func index(_ text: String, in place: String = "") throws -> String {
    try folder.file(place + "model.safetensors.index.json", Array(text.utf8))
  }

  private func map(_ entries: KeyValuePairs<String, String>) -> String {
    let members = entries.map { #""\#($0)": "\#($1)""# }.joined(separator: ", ")
    return #"{"metadata": {"total_size": 6}, "weight_map": {\#(members)}}"# + "\n"
  }

  /// The sentence that opening an index ends with, its folder cut off.
  private func refusal(_ text: String, layout: RawLayout = RawLayout()) throws -> String {
    try folder.refusal("model.safetensors.index.json", Array(text.utf8), layout: layout)
  }

  private func sentence(_ file: TensorFile, _ name: String) throws -> String {
    let tensor = try file.position(of: name)
    do throws(TensorFileError) {
      return "\(try file.values(of: tensor))"
    } catch {
      return folder.withoutFolder(error.description)
    }
  }

  @Test("the tensors are those of the map, in its order, each read from its shard")
  func shards() throws {
    let one = Bytes(
      [Bytes.member("a", "U8", [2], [0, 2]), Bytes.member("unnamed", "U8", [1], [2, 3])],
      values: [1, 2, 3])
    _ = try folder.file("one.safetensors", one.bytes)
    _ = try folder.file("two.safetensors", Bytes.bytes("b", [4, 5, 6]).bytes)
    let text = map(["b": "two.safetensors", "a": "one.safetensors"])
    let file = try TensorFile.open(path: try index(text))
    #expect(file.tensors.map(\.name) == ["b", "a"])
    #expect(try file.values(of: 0) == .float32([4, 5, 6]))
    #expect(try file.values(of: 1) == .float32([1, 2]))
    #expect(file.stored[0].file.path == folder.path("two.safetensors"))
    // Of any name, where it says what it is.
    let other = try TensorFile.open(path: try folder.file("0a1b2c", Array(text.utf8)))
    #expect(other.tensors == file.tensors)
  }

  @Test("a shard is mapped once, however many of its tensors are named")
  func mappedOnce() throws {
    let one = Bytes(
      [Bytes.member("a", "U8", [1], [0, 1]), Bytes.member("b", "U8", [1], [1, 2])], values: [1, 2])
    _ = try folder.file("one.safetensors", one.bytes)
    let file = try TensorFile.open(
      path: try index(map(["a": "one.safetensors", "b": "one.safetensors"])))
    #expect(file.stored[0].file === file.stored[1].file)
  }

  @Test("what a shard lacks is listed and says why, and the rest stays")
  func lacking() throws {
    _ = try folder.file("one.safetensors", Bytes.bytes("a", [1]).bytes)
    _ = try folder.file("bad.safetensors", Bytes(header: "{").bytes)
    let file = try TensorFile.open(
      path: try index(
        map([
          "a": "one.safetensors", "b": "one.safetensors", "c": "gone.safetensors",
          "d": "bad.safetensors",
        ])))
    #expect(file.tensors.map(\.name) == ["a", "b", "c", "d"])
    #expect(file.tensors.map(\.storedAs) == ["uint8", "unknown", "unknown", "unknown"])
    #expect(file.tensors.map(\.elementCount) == [1, 0, 0, 0])
    #expect(try file.values(of: 0) == .float32([1]))
    expectSentence(
      try sentence(file, "b"),
      "model.safetensors.index.json: says that tensor 'b' is in 'one.safetensors', "
        + "which does not have it")
    expectSentence(try sentence(file, "c"), "gone.safetensors: no such file")
    expectSentence(
      try sentence(file, "d"),
      "bad.safetensors: header ends at byte 9, expected a name in quotes or '}'")
  }

  @Test(
    "a shard's name that leads elsewhere is refused",
    arguments: [
      ("/etc/a.safetensors", "is absolute"), ("../a.safetensors", "has a part '..'"),
      ("b/../../a.safetensors", "has a part '..'"), ("..", "has a part '..'"),
      ("", "does not end in '.safetensors'"), ("a.bin", "does not end in '.safetensors'"),
      (#"a\u0000.safetensors"#, "has a control character"),
      (#"a\u001b.safetensors"#, "has a control character"),
      (#"a\u009b.safetensors"#, "has a control character"),
    ])
  func names(shard: String, reason: String) throws {
    let shown = shard.replacing(/\\u0*(\w+)\./) { #"\u{\#($0.1)}."# }
    expectSentence(
      try refusal(map(["w": shard])),
      "model.safetensors.index.json: names the shard '\(shown)' (byte 52), which \(reason)")
  }

  @Test("a link is followed within the folder, and refused where it leads out of it")
  func links() throws {
    let files = FileManager.default
    let model = folder.url.appendingPathComponent("model")
    try files.createDirectory(
      at: model.appendingPathComponent("deep"), withIntermediateDirectories: true)
    let bytes = Bytes.bytes("w", [7]).bytes
    _ = try folder.file("outside.safetensors", bytes)
    _ = try folder.file("model/deep/inside.safetensors", bytes)
    try files.createSymbolicLink(
      atPath: folder.path("model/in.safetensors"), withDestinationPath: "deep/inside.safetensors")
    try files.createSymbolicLink(
      atPath: folder.path("model/out.safetensors"), withDestinationPath: "../outside.safetensors")
    for shard in ["in.safetensors", "deep/inside.safetensors"] {
      let file = try TensorFile.open(path: try index(map(["w": shard]), in: "model/"))
      #expect(try file.values(of: 0) == .float32([7]))
    }
    expectSentence(
      try folder.refusal(
        "model/model.safetensors.index.json", Array(map(["w": "out.safetensors"]).utf8)),
      "model/model.safetensors.index.json: names the shard 'out.safetensors' (byte 52), "
        + "which leads out of the folder")
  }

  @Test("a cache of downloads, where index and shards are links into one other folder, opens")
  func cache() throws {
    let files = FileManager.default
    for name in ["blobs", "snapshots/1"] {
      try files.createDirectory(
        at: folder.url.appendingPathComponent(name), withIntermediateDirectories: true)
    }
    _ = try folder.file("blobs/0a", Bytes.bytes("w", [7]).bytes)
    _ = try folder.file("blobs/0b", Array(map(["w": "one.safetensors"]).utf8))
    for (name, blob) in [("one.safetensors", "0a"), ("model.safetensors.index.json", "0b")] {
      try files.createSymbolicLink(
        atPath: folder.path("snapshots/1/\(name)"), withDestinationPath: "../../blobs/\(blob)")
    }
    let file = try TensorFile.open(path: folder.path("snapshots/1/model.safetensors.index.json"))
    #expect(try file.values(of: 0) == .float32([7]))
  }

  @Test("an index that is none says so")
  func refusals() throws {
    let name = "model.safetensors.index.json: "
    expectSentence(
      try refusal("{}"),
      name + "has no 'weight_map', expected an index of the shards of a "
        + "checkpoint")
    expectSentence(try refusal("[]"), name + "has '[' at byte 0, expected '{'")
    expectSentence(try refusal(""), name + "ends at byte 0, expected '{'")
    expectSentence(
      try refusal(#"{"weight_map": []}"#),
      name + "has an array as 'weight_map' at byte 15, expected an object")
    expectSentence(
      try refusal(#"{"weight_map": {"w": 1}}"#),
      name + "has an integer as the shard of tensor 'w' (byte 16), expected a string")
    expectSentence(
      try refusal(#"{"weight_map": {"w": "a", "w": "a"}}"#),
      name + "has the name 'w' a second time at byte 26")
    expectSentence(
      try refusal(#"{"weight_map": {}} x"#),
      name + "has 'x' at byte 19, expected nothing behind the closing '}'")
    expectSentence(
      try refusal(#"{"weight_map": {]}"#),
      name + "has ']' at byte 16, expected a name in quotes or '}'")
    expectSentence(
      try refusal("{}", layout: RawLayout(shape: [1])),
      name + "its shards say the type and the shape of each tensor, so none can be asked for")
    expectSentence(
      TensorFileError.safetensorsIndex(path: "p", .tooLong(limit: 1, found: 2)).description,
      "p: has 2 bytes, expected at most 1 for an index of shards")
    #expect(TensorFileError.safetensorsIndex(path: "p", .layout).kind == .usage)
  }

  @Test("cut at every byte, or with any byte replaced, it is read or refused")
  func hostile() throws {
    _ = try folder.file("one.safetensors", Bytes.bytes("a", [1]).bytes)
    let whole = Array(map(["a": "one.safetensors"]).utf8)
    func outcome(_ bytes: [UInt8]) throws -> TensorFileError? {
      let path = try folder.file("model.safetensors.index.json", bytes)
      do throws(TensorFileError) {
        _ = try TensorFile.open(path: path)
        return nil
      } catch {
        #expect(error.kind == .badData)
        return error
      }
    }
    // The newline at the end may go.
    for count in 0..<whole.count - 1 {
      #expect(try outcome(Array(whole.prefix(count))) != nil, "\(count) bytes")
    }
    for position in whole.indices {
      for byte in Array(#"{}[]",:\ /.0"#.utf8) + [0, 0xFF] {
        var bytes = whole
        bytes[position] = byte
        _ = try outcome(bytes)
      }
    }
  }
}
