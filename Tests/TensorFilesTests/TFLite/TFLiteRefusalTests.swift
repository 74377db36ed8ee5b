import QuantizationEngine
import Testing

@testable import TensorFiles

/// The sentence of every way in which a model, or a tensor in it, can be wrong.
@Suite("refused TensorFlow Lite")
struct TFLiteRefusalTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func expectRefusal(
    _ bytes: [UInt8], _ expected: String, layout: RawLayout = RawLayout(),
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try folder.expectRefusal(
      "m.tflite", bytes, expected, layout: layout, sourceLocation: sourceLocation)
  }

  /// What is said of a tensor beside a good one, which stays readable.
  private func expectUnread(
    _ model: TFLiteBytes, _ expected: String, storedAs: String? = nil, shape: [Int]? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let file = try TensorFile.open(path: try folder.file("m.tflite", model.bytes))
    let index = try #require(
      file.tensors.indices.first { file.obstacle(to: $0) != nil }, sourceLocation: sourceLocation)
    let obstacle = try #require(file.obstacle(to: index))
    // Where a table lies depends on all before it; that its place is said is seen once, below.
    let sentence = folder.withoutFolder(obstacle.description)
      .replacing(#/ \(byte \d+\)/#, with: "", maxReplacements: 1)
    expectSentence(sentence, "m.tflite: tensor " + expected, sourceLocation: sourceLocation)
    #expect(throws: obstacle, sourceLocation: sourceLocation) { try file.values(of: index) }
    if let storedAs {
      #expect(file.tensors[index].storedAs == storedAs, sourceLocation: sourceLocation)
    }
    if let shape { #expect(file.tensors[index].shape == shape, sourceLocation: sourceLocation) }
    for other in file.tensors.indices where other != index {
      #expect(file.obstacle(to: other) == nil, sourceLocation: sourceLocation)
      #expect(try file.values(of: other).count > 0, sourceLocation: sourceLocation)
    }
  }

  /// The sample with another first tensor.
  private func sample(
    _ shape: [Int32]? = [2, 2], type: Int8 = 0, buffer: UInt32 = 1, more: [Int: FlatField] = [:]
  ) -> TFLiteBytes {
    var model = TFLiteBytes.sample()
    model.subgraphs[0].tensors[0] = .init("a", shape, type: type, buffer: buffer, more: more)
    return model
  }

  @Test("the beginning")
  func beginning() throws {
    try expectRefusal(
      [], "has 0 bytes, too short for a TensorFlow Lite model, expected at least 8")
    try expectRefusal(
      [1, 2, 3], "has 3 bytes, too short for a TensorFlow Lite model, expected at least 8")
    try expectRefusal(
      [8, 0, 0, 0, 0x54, 0x46, 0x4C, 0x32],
      "has 54 46 4C 32 at byte 4, expected the TensorFlow Lite signature 54 46 4C 33")
    try expectRefusal(
      [8, 0, 0, 0, 0x54, 0x46, 0x4C, 0x33],
      "model leads to 4 bytes at byte 8, past the end of the file at byte 8")
    try expectRefusal(
      [3, 0, 0, 0, 0x54, 0x46, 0x4C, 0x33], "model has the offset 3 at byte 0, expected at least 4")
    try expectRefusal(
      [8, 0, 0, 0, 0x54, 0x46, 0x4C, 0x33, 4, 0, 0, 0],
      "model leads to 18004 bytes at byte 4, past the end of the file at byte 12")
    try expectRefusal(
      [10, 0, 0, 0, 0x54, 0x46, 0x4C, 0x33, 3, 0, 2, 0, 0, 0],
      "model has a list of fields of 3 bytes (byte 8), expected an even number of at least 4")
  }

  @Test("the model")
  func model() throws {
    var model = TFLiteBytes.sample()
    model.version = 2
    try expectRefusal(
      model.bytes, "TensorFlow Lite version is 2 (byte 22), expected 3")
    model = TFLiteBytes()
    try expectRefusal(model.bytes, "has no subgraphs")
    let bare = FlatNode.table([0: .of(3 as UInt32), 2: .child(.tables([.table([:])]))])
    try expectRefusal(FlatWriter(bare).bytes, "has no buffers")
    let broken = FlatNode.table([
      0: .of(3 as UInt32), 2: .child(.vector(count: 1, [3, 0, 0, 0])),
      4: .child(.tables([.table([:])])),
    ])
    try expectRefusal(
      FlatWriter(broken).bytes, "subgraph 0 has the offset 3 at byte 42, expected at least 4")
  }

  @Test("more tensors than the file has room for")
  func tensorCount() throws {
    let bytes = Self.multiplied()
    try expectRefusal(
      bytes, "has more than \(bytes.count / 8) tensors, expected at most so many")
  }

  /// A model of 1100 graphs that are one, with 1000 tensors that are one.
  private static func multiplied() -> [UInt8] {
    // The root with its list, then the vectors, each offset leading to the one thing behind them.
    let header: [UInt8] =
      [22, 0, 0, 0] + Array("TFL3".utf8)
      + [14, 0, 16, 0, 4, 0, 0, 0, 8, 0, 0, 0, 12, 0]
      + [14, 0, 0, 0, 3, 0, 0, 0]
    let graphs = 1100
    let tensors = 1000
    let graphsAt = header.count + 8
    let graphAt = graphsAt + 4 + 4 * graphs
    let tensorsAt = graphAt + 6 + 8
    let tensorAt = tensorsAt + 4 + 4 * tensors
    let buffersAt = tensorAt + 4 + 4
    var bytes = header
    let offset = { (target: Int) in bytes += UInt32(target - bytes.count).littleEndianBytes }
    offset(graphsAt)
    offset(buffersAt)
    bytes += UInt32(graphs).littleEndianBytes
    for _ in 0..<graphs { offset(graphAt + 6) }
    bytes += [6, 0, 8, 0, 4, 0]
    bytes += Int32(6).littleEndianBytes
    offset(tensorsAt)
    bytes += UInt32(tensors).littleEndianBytes
    for _ in 0..<tensors { offset(tensorAt + 4) }
    bytes += [4, 0, 4, 0]
    bytes += Int32(4).littleEndianBytes
    bytes += UInt32(0).littleEndianBytes
    return bytes
  }

  @Test("names that share their bytes")
  func shared() throws {
    // One name of a megabyte, said by twenty tensors.
    let name = String(repeating: "n", count: 1 << 20)
    var model = TFLiteBytes.sample()
    model.subgraphs[0].name = name
    let bytes = model.bytes
    #expect(try TensorFile.open(path: try folder.file("m.tflite", bytes)).tensors.count == 2)
    let shared = try #require(Self.graphsOfOneName(model, count: 20))
    try expectRefusal(
      shared,
      "has more than \(16 * shared.count) bytes of names and scales, if each tensor's are counted, "
        + "expected at most so many")
  }

  @Test("names of graphs that would stand before many names")
  func longGraph() throws {
    var model = TFLiteBytes.sample()
    model.subgraphs[0].name = String(repeating: "n", count: 1 << 18)
    model.subgraphs[0].tensors += Array(repeating: model.subgraphs[0].tensors[0], count: 20)
    try expectRefusal(
      model.bytes,
      "has more than \(16 * model.bytes.count) bytes of names and scales, if each tensor's are "
        + "counted, expected at most so many")
  }

  /// A model whose vector of graphs has the first of them so many times.
  private static func graphsOfOneName(_ model: TFLiteBytes, count: Int) -> [UInt8]? {
    var model = model
    model.subgraphs += Array(repeating: (nil, []), count: count - 1)
    var bytes = model.bytes
    // The root's table begins at byte 22: version, graphs, buffers.
    guard bytes.count > 60 else { return nil }
    let place = 22 + 8
    let vector = place + Int(bytes[place]) + Int(bytes[place + 1]) << 8
    let first = vector + 4
    let target = (0..<4).reduce(first) { $0 + Int(bytes[first + $1]) << (8 * $1) }
    for index in 1..<count {
      let position = first + 4 * index
      bytes.replaceSubrange(
        position..<position + 4, with: UInt32(target - position).littleEndianBytes)
    }
    return bytes
  }

  @Test("a tensor that is not read is listed, says why, and hides no other")
  func unread() throws {
    try expectUnread(
      sample([2, 3]), "'a' has 16 bytes, expected 24 for float32 [2, 3]", storedAs: "float32",
      shape: [2, 3])
    try expectUnread(sample([3]), "'a' has 16 bytes, expected 12 for float32 [3]")
    try expectUnread(
      sample([-1, 4]), "'a' has -1 in its shape at axis 0, expected 0 or more", shape: [0])
    try expectUnread(
      sample([.max, .max, .max]),
      "'a' has the shape [2147483647, 2147483647, 2147483647] of float32, "
        + "more bytes than can be counted in 63 bits", shape: [0])
    try expectUnread(
      sample(Array(repeating: 1, count: 65)), "'a' has 65 dimensions, expected at most 64")
    try expectUnread(
      sample(type: 5), "'a' is stored as string, expected real numbers", storedAs: "string")
    try expectUnread(sample(type: 8), "'a' is stored as complex64, expected real numbers")
    try expectUnread(
      sample(type: 99), "'a' is stored as tflite-type-99, expected real numbers",
      storedAs: "tflite-type-99")
    try expectUnread(sample(buffer: 7), "'a' has its bytes in buffer 7, expected one of 3")
    try expectUnread(
      sample(more: [5: .of(1 as UInt8)]),
      "'a' is a variable, expected no values, which it is given as the model runs")
    try expectUnread(
      sample(more: [6: .child(.table([:]))]),
      "'a' is stored as sparse float32, of which only the elements that are not zero are there, "
        + "and is not read", storedAs: "float32 sparse", shape: [2, 2])
    try expectUnread(
      sample(buffer: 0, more: [10: .of(0x8000_0000 as UInt32)]),
      "'a' has its bytes in another file (external buffer 2147483648), which is not read")
  }

  @Test("a tensor whose bytes would lie outside the file")
  func outside() throws {
    var model = TFLiteBytes.sample()
    for (offset, size) in [(1 << 40, 16), (2, 1 << 40), (.max, .max), (2, .max)]
      as [(UInt64, UInt64)]
    {
      model.buffers[0] = .table([1: .of(offset), 2: .of(size)])
      try expectUnread(
        model,
        "'a' leads to \(size) bytes at byte \(offset), past the end of the file at byte \(model.bytes.count)"
      )
    }
  }

  @Test("a tensor whose tables are broken is called by its place, and where it is said")
  func brokenTable() throws {
    var model = TFLiteBytes.sample()
    model.subgraphs[0].tensors[0].name = nil
    model.subgraphs[0].tensors[0].more[3] = .of(1 << 30 as UInt32)
    let bytes = model.bytes
    let file = try TensorFile.open(path: try folder.file("m.tflite", bytes))
    let sentence = folder.withoutFolder(try #require(file.obstacle(to: 0)).description)
    #expect(sentence.hasPrefix("m.tflite: tensor '#0' (byte 100) leads to 4 bytes at byte "))
    #expect(sentence.hasSuffix(", past the end of the file at byte \(bytes.count)"))
    #expect(try file.values(of: 1) == .float32([1, 2, -1]))
  }

  @Test("a type or a shape that is asked for")
  func layout() throws {
    for layout in [RawLayout(elementType: .uint8), RawLayout(shape: [4])] {
      try expectRefusal(
        TFLiteBytes.sample().bytes,
        "says the type and the shape of each tensor itself, so none can be asked for",
        layout: layout)
    }
  }
}
