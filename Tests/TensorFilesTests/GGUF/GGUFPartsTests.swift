import Testing

@testable import TensorFiles

@Suite("split GGUF")
struct GGUFPartsTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// A part with one tensor of one float.
  private func part(_ number: UInt16, of count: UInt16, tensor: String) -> [UInt8] {
    var file = GGUFBytes()
    file.metadata = [
      .init("split.count", .uint16, file.number(count)),
      .init("split.no", .uint16, file.number(number)),
    ]
    file.tensors = [.init(tensor, [1], type: 0, bytes: file.number(Float(number).bitPattern))]
    return file.bytes
  }

  private func write(_ numbers: [UInt16], of count: UInt16 = 3) throws {
    for number in numbers {
      let name = "m-0000\(number + 1)-of-0000\(count).gguf"
      _ = try folder.file(name, part(number, of: count, tensor: "t\(number)"))
    }
  }

  private func open(_ name: String) throws -> TensorFile {
    try TensorFile.open(path: folder.path(name))
  }

  private func obstacle(_ file: TensorFile, _ tensor: Int) -> String {
    folder.withoutFolder(file.obstacle(to: tensor)?.description ?? "none")
  }

  @Test("the first part opens all, another one itself")
  func all() throws {
    try write([0, 1, 2])
    let first = try open("m-00001-of-00003.gguf")
    #expect(first.tensors.map(\.name) == ["t0", "t1", "t2"])
    for index in 0..<3 { #expect(try first.values(of: index) == .float32([Float(index)])) }
    #expect(first.parts.count == 3)
    #expect(try open("m-00002-of-00003.gguf").tensors.map(\.name) == ["t1"])
  }

  @Test("missing parts are one row that names them, and hide nothing")
  func missing() throws {
    try write([0, 2])
    var file = try open("m-00001-of-00003.gguf")
    #expect(file.tensors.map(\.name) == ["t0", "t2", "m-00002-of-00003.gguf"])
    #expect(file.tensors[2].elementCount == 0)
    expectSentence(
      obstacle(file, 2),
      "m-00001-of-00003.gguf: is the first of 3 parts, of which 1 is missing: "
        + "'m-00002-of-00003.gguf'")
    #expect(file.obstacle(to: 2)?.kind == .noInput)
    #expect(try file.values(of: 1) == .float32([2]))

    _ = try folder.file("m-00001-of-09999.gguf", part(0, of: 9999, tensor: "a"))
    file = try open("m-00001-of-09999.gguf")
    expectSentence(
      obstacle(file, 1),
      "m-00001-of-09999.gguf: is the first of 9999 parts, of which 9998 are missing: "
        + "'m-00002-of-09999.gguf', 'm-00003-of-09999.gguf', 'm-00004-of-09999.gguf' "
        + "and 9995 more")
  }

  @Test("a first part under another name says that the others are not found")
  func renamed() throws {
    _ = try folder.file("model.gguf", part(0, of: 3, tensor: "a"))
    let file = try open("model.gguf")
    #expect(file.tensors.map(\.name) == ["a", "model.gguf"])
    expectSentence(
      obstacle(file, 1),
      "model.gguf: is the first of 3 parts, but its name does not end in '-00001-of-00003.gguf', "
        + "so the others are not found")
    #expect(try file.values(of: 0) == .float32([0]))
  }

  @Test("a part that is broken, or another one than its name says, hides nothing")
  func broken() throws {
    try write([0])
    _ = try folder.file("m-00002-of-00003.gguf", Array("GGUF".utf8))
    _ = try folder.file("m-00003-of-00003.gguf", part(1, of: 3, tensor: "x"))
    var file = try open("m-00001-of-00003.gguf")
    #expect(
      file.tensors.map(\.name) == ["t0", "m-00002-of-00003.gguf", "m-00003-of-00003.gguf"])
    expectSentence(
      obstacle(file, 1),
      "m-00002-of-00003.gguf: ends within its header: the version at byte 4 needs 4 bytes, "
        + "but only 0 follow")
    expectSentence(
      obstacle(file, 2),
      "m-00003-of-00003.gguf: says that it is part 2 of 3, expected 3 of 3")
    _ = try folder.file("m-00003-of-00003.gguf", GGUFBytes.sample().bytes)
    file = try open("m-00001-of-00003.gguf")
    expectSentence(
      obstacle(file, 2),
      "m-00003-of-00003.gguf: says that it is a whole model, expected part 3 of 3")
  }

  @Test("a name that an earlier part has is listed and not read")
  func repeated() throws {
    _ = try folder.file("m-00001-of-00002.gguf", part(0, of: 2, tensor: "same"))
    _ = try folder.file("m-00002-of-00002.gguf", part(1, of: 2, tensor: "same"))
    let file = try open("m-00001-of-00002.gguf")
    expectSentence(
      obstacle(file, 1),
      "m-00002-of-00002.gguf: tensor 'same' is in an earlier part of the model too")
    #expect(try file.values(of: 0) == .float32([0]))
  }

  @Test("names of parts come from the first one's alone")
  func names() throws {
    let names = try #require(GGUFPartNames(path: "../a b/m-00001-of-12345.gguf", count: 12345))
    #expect(names.path(99) == "../a b/m-00100-of-12345.gguf")
    #expect(GGUFPartNames(path: "m-00001-of-00002.gguf", count: 3) == nil)
    #expect(GGUFPartNames(path: "m-00002-of-00002.gguf", count: 2) == nil)
    #expect(GGUFPartNames(path: "-00001-of-00002.gguf", count: 2) == nil)
  }
}
