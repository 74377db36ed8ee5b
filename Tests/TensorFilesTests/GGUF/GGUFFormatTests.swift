import NumberFormats
import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("GGUF")
struct GGUFFormatTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func open(_ bytes: [UInt8], _ name: String = "w.gguf") throws -> TensorFile {
    try TensorFile.open(path: try folder.file(name, bytes))
  }

  @Test("both byte orders and both versions read the same", arguments: [2, 3] as [UInt32])
  func byteOrders(version: UInt32) throws {
    for order in [ByteOrder.little, .big] {
      var bytes = GGUFBytes.sample(order)
      bytes.version = version
      let file = try open(bytes.bytes)
      #expect(file.tensors.map(\.name) == ["a", "b.half"])
      #expect(file.tensors.map(\.storedAs) == ["float32", "float16"])
      #expect(file.tensors.map(\.shape) == [[2, 2], [3]])
      #expect(try file.values(of: 0) == .float32([1, -2, 0.5, 3]))
      #expect(try file.values(of: 1) == .float32([1, -2, 0.5]))
    }
  }

  @Test("a file is known by its beginning under any name")
  func anyName() throws {
    #expect(try open(GGUFBytes.sample().bytes, "blob").tensors.count == 2)
  }

  @Test("blocks are decoded, wholly and from the middle of one to the middle of another")
  func blocks() throws {
    let tensor = GGUFBytes.Tensor("q", [64], type: 8, bytes: GGUFBytes.twoBlocks)
    let file = try open(GGUFBytes(tensors: [tensor]).bytes)
    let values = (0..<64).map { Float($0 % 32) }
    #expect(file.tensors[0].storedAs == "gguf-q8_0")
    #expect(file.tensors[0].elementType == .float32)
    #expect(file.tensors[0].bitsPerElement == 8.5)
    #expect(try file.values(of: 0) == .float32(values))
    #expect(try file.values(of: 0, elements: 30..<35) == .float32(Array(values[30..<35])))
    #expect(
      try file.values(of: 0, runs: [0..<1, 63..<64]) == .float32([values[0], values[63]]))
  }

  @Test("every format of blocks has a number, and every type its own name")
  func types() {
    let types = (0..<43 as Range<UInt32>).map(GGUFType.init(number:))
    let decoded = types.compactMap { if case .blocks(let format) = $0 { format.name } else { nil } }
    #expect(Set(decoded) == Set(BlockFormat.all.map(\.name).filter { $0.hasPrefix("gguf-") }))
    #expect(Set(types.map(\.storedAs)).count == types.count)
    #expect(!types.contains { if case .unknown = $0 { true } else { false } })
    #expect(GGUFType(number: 43) == .unknown(storedAs: "gguf-type-43"))
    #expect(GGUFType(number: .max) == .unknown(storedAs: "gguf-type-4294967295"))
  }

  @Test("metadata of every type and arrays in arrays are passed over")
  func metadata() throws {
    var file = GGUFBytes.sample()
    let sizes: [(GGUFValueType, Int)] = [
      (.uint8, 1), (.int8, 1), (.uint16, 2), (.int16, 2), (.uint32, 4), (.int32, 4),
      (.float32, 4), (.bool, 1), (.uint64, 8), (.int64, 8), (.float64, 8),
    ]
    for (type, size) in sizes {
      file.metadata.append(.init("one.\(type)", type, Array(repeating: 0xFF, count: size)))
      let many = file.array(type, 3) + Array(repeating: 0xFF, count: 3 * size)
      file.metadata.append(.init("many.\(type)", .array, many))
    }
    file.metadata.append(.init("text", .string, file.text([0xFF, 0x1B])))
    let nested =
      file.array(.array, 2) + file.array(.uint8, 2) + [1, 2] + file.array(.string, 1)
      + file.text([0x61])
    file.metadata.append(.init("nested", .array, nested))
    #expect(try open(file.bytes).values(of: 1) == .float32([1, -2, 0.5]))
  }

  @Test("tensors begin at multiples of the alignment that the metadata names")
  func alignment() throws {
    for alignment in [1, 2, 8, 64, 4096] {
      var file = GGUFBytes.sample()
      file.alignment = alignment
      file.metadata[0].bytes = file.number(UInt32(alignment))
      #expect(try open(file.bytes).values(of: 1) == .float32([1, -2, 0.5]), "\(alignment)")
    }
  }

  @Test("a tensor without elements is read though the file ends within the padding before it")
  func emptyAtTheEnd() throws {
    for type in [0, 8] as [UInt32] {
      let file = try open(GGUFBytes(tensors: [.init("e", [32, 0], type: type, bytes: [])]).header)
      #expect(try file.values(of: 0) == .float32([]))
      #expect(try file.values(of: 0, runs: [0..<0]) == .float32([]))
      #expect(try file.storedElements(of: 0).withBytes(of: 0..<0) { $0.byteCount } == 0)
    }
  }

  @Test("a file without tensors has none")
  func vocabulary() throws {
    var file = GGUFBytes.sample()
    file.tensors = []
    #expect(try open(file.header).tensors.isEmpty)
  }

  @Test("a tensor that is not read is listed, says why, and hides no other")
  func unread() throws {
    let floats = Array(repeating: 0 as UInt8, count: 16)
    var file = GGUFBytes()
    file.tensors = [
      .init("k8", [256], type: 15, bytes: Array(repeating: 1, count: 292)),
      .init("new", [9, 2], type: 99, bytes: floats),
      .init("old", [32], type: 31, bytes: floats),
      .init("ragged", [40, 2], type: 8, bytes: floats),
      .init("name", [4], type: 0, bytes: floats),
      .init("last", [2, 2], type: 0, bytes: [0, 0, 0x80, 0x3F] + floats.dropLast(4)),
    ]
    file.tensors[4].name = [0xFF, 0x61]
    let opened = try open(file.bytes)
    let sentences = opened.tensors.indices.map { index in
      opened.obstacle(to: index).map { folder.withoutFolder($0.description) }
    }
    let expected: [String?] = [
      "w.gguf: tensor 'k8' (byte 24) is stored as gguf-q8_k, which is not decoded",
      "w.gguf: tensor 'new' (byte 58) is stored as gguf-type-99, which is not known",
      "w.gguf: tensor 'old' (byte 101) is stored as gguf-q4_0_4_4, which the format no longer has",
      "w.gguf: tensor 'ragged' (byte 136) has 40 values a row, "
        + "expected a multiple of 32 for gguf-q8_0",
      #"w.gguf: tensor '\u{fffd}a' (byte 182) has a name that is not UTF-8"#,
      nil,
    ]
    #expect(sentences == expected)
    #expect(opened.tensors.map(\.byteCount) == [292, 0, 0, 0, 16, 16])
    #expect(opened.tensors.map(\.elementCount) == [256, 18, 32, 80, 4, 4])
    #expect(opened.tensors.map(\.shape) == [[256], [2, 9], [32], [2, 40], [4], [2, 2]])
    #expect(throws: TensorFileError.self) { try opened.values(of: 0) }
    #expect(throws: TensorFileError.self) { try opened.storedArray(of: 1) }
    #expect(try opened.values(of: 5) == .float32([1, 0, 0, 0]))
  }

  @Test("of a file that was cut, the tensors that are whole are read")
  func cutFile() throws {
    let file = GGUFBytes.sample()
    let whole = file.bytes
    // The halves take 6 bytes of the last 32.
    let opened = try open(Array(whole.dropLast(27)))
    #expect(try opened.values(of: 0) == .float32([1, -2, 0.5, 3]))
    expectSentence(
      folder.withoutFolder(opened.obstacle(to: 1)?.description ?? "none"),
      "w.gguf: tensor 'b.half' has 6 bytes from offset 32 on (byte 206), "
        + "but only 37 bytes follow the header")
    // The padding behind the last tensor need not be there.
    #expect(try open(Array(whole.dropLast(26))).values(of: 1) == .float32([1, -2, 0.5]))
    let headerOnly = try open(file.header)
    #expect(headerOnly.tensors.indices.allSatisfy { headerOnly.obstacle(to: $0) != nil })
  }

  @Test("in a big-endian file, elements that writers disagree about are not read")
  func bigEndian() throws {
    var file = GGUFBytes(byteOrder: .big)
    file.tensors = [
      .init("q", [64], type: 8, bytes: GGUFBytes.twoBlocks),
      .init("b", [2], type: 30, bytes: [0x3F, 0x80, 0, 0]),
      .init("i", [2], type: 25, bytes: [1, 0, 0xFF, 0xFE]),
    ]
    let opened = try open(file.bytes)
    expectSentence(
      folder.withoutFolder(opened.obstacle(to: 0)?.description ?? "none"),
      "w.gguf: tensor 'q' (byte 24) is stored as gguf-q8_0 in a big-endian file, "
        + "where the order of its bytes depends on who wrote them")
    #expect(opened.obstacle(to: 1) != nil)
    #expect(try opened.values(of: 2) == .float32([256, -2]))
  }

  @Test("two names that look alike are two")
  func lookalikes() throws {
    var file = GGUFBytes.sample()
    file.tensors[0].name = Array("e\u{301}".utf8)
    file.tensors[1].name = Array("\u{E9}".utf8)
    #expect(try open(file.bytes).tensors.count == 2)
  }
}
