import QuantizationEngine
import Testing

@testable import TensorFiles

/// The sentence of every way in which a model, or a tensor in it, can be wrong.
@Suite("refused ONNX")
struct ONNXRefusalTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func expectRefusal(
    _ bytes: [UInt8], _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try folder.expectRefusal(
      "w.onnx", bytes, expected, sourceLocation: sourceLocation)
  }

  /// Expects that a tensor is listed and not read while the one behind it is.
  private func expectUnread(
    _ tensor: [UInt8], _ expected: String, at position: Int = 9,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let bytes = ONNXBytes.model([tensor, ONNXBytes.bytes("last", [9])])
    let file = try TensorFile.open(path: try folder.file("w.onnx", bytes))
    try #require(file.tensors.count == 2, sourceLocation: sourceLocation)
    let found = file.obstacle(to: 0).map { folder.withoutFolder($0.description) } ?? "read"
    expectSentence(
      found, "w.onnx: tensor 'w' (byte \(position)) " + expected, sourceLocation: sourceLocation)
    #expect(throws: TensorFileError.self) { try file.values(of: 0) }
    #expect(try file.values(of: 1) == .float32([9]), sourceLocation: sourceLocation)
  }

  @Test("what is no model")
  func noModel() throws {
    try expectRefusal([], "has no 'ir_version', expected an ONNX model")
    try expectRefusal(ONNXBytes.field(1, 10), "has no 'graph', expected an ONNX model")
    try expectRefusal(
      ONNXBytes.field(7, ONNXBytes.graph()), "has no 'ir_version', expected an ONNX model")
    let twice = ONNXBytes.model() + ONNXBytes.field(7, ONNXBytes.graph())
    try expectRefusal(twice, "has a graph a second time at byte 7")
  }

  @Test("what is no message")
  func noMessage() throws {
    let whole = "is not a whole ONNX model: "
    try expectRefusal([0x0F], whole + "no field begins at byte 0")
    try expectRefusal([0x00], whole + "no field begins at byte 0")
    try expectRefusal([8, 0x80], whole + "the field at byte 1 takes 2 bytes, but only 1 are left")
    try expectRefusal(
      [8] + Array(repeating: 0xFF, count: 10), whole + "the number at byte 1 goes on past 10 bytes")
    try expectRefusal(
      Array(repeating: 0xFF, count: 9), whole + "the number at byte 0 goes on past 5 bytes")
    try expectRefusal([0x0B, 8, 1], whole + "the group of fields at byte 1 does not end")
    try expectRefusal([0x0C], whole + "the group of fields at byte 0 does not end")
    try expectRefusal(
      Array(repeating: 0x0B, count: 200), whole + "the group of fields at byte 101 does not end")
    try expectRefusal(
      [0x3A, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
      whole + "the field at byte 1 takes 4294967295 bytes, but only 0 are left")
  }

  @Test("graphs that lie too deep, and many levels that do not")
  func nesting() throws {
    func nested(_ depth: Int) -> [UInt8] {
      (0..<depth).reduce(ONNXBytes.graph(nodes: [], [ONNXBytes.bytes("w", [1])])) { inner, _ in
        let attribute = ONNXBytes.field(1, "body") + ONNXBytes.field(6, inner)
        return ONNXBytes.graph(nodes: [ONNXBytes.node("Loop", attributes: [attribute])])
      }
    }
    let deep = ONNXBytes.field(1, 10) + ONNXBytes.field(7, nested(32))
    #expect(try folder.refusal("w.onnx", deep).hasPrefix("w.onnx: nests graphs deeper than 32"))
    let fine = ONNXBytes.field(1, 10) + ONNXBytes.field(7, nested(31))
    #expect(try folder.read("w.onnx", fine).values == .float32([1]))
  }

  @Test("types and shapes")
  func types() throws {
    let four = ONNXBytes.field(9, [1, 2, 3, 4])
    try expectUnread(ONNXBytes.tensor("w", type: 0, [4], four), "does not say its type")
    try expectUnread(
      ONNXBytes.tensor("w", type: 99, [4], four), "is of type 99, which is not known")
    for (type, word) in [(8, "string"), (14, "complex64"), (15, "complex128")] as [(Int64, String)]
    {
      try expectUnread(
        ONNXBytes.tensor("w", type: type, [4], four),
        "is stored as \(word), expected real numbers")
    }
    try expectUnread(
      ONNXBytes.tensor("w", [4, -1], four), "has the dimension -1 at axis 1, expected 0 or more")
    try expectUnread(
      ONNXBytes.tensor("w", Array(repeating: 1, count: 65), four), "has more than 64 dimensions",
      at: 11)
    try expectUnread(
      ONNXBytes.tensor("w", [1 << 40, 1 << 40], four),
      "has the shape [1099511627776, 1099511627776], more bytes than can be counted in 63 bits")
    try expectUnread(
      ONNXBytes.tensor("w", [4], ONNXBytes.field(3, [])),
      "is a segment of a tensor, which is not read")
    let name = ONNXBytes.field(2, 2) + ONNXBytes.field(8, [0x77, 0xFF]) + ONNXBytes.field(9, [1])
    let file = try TensorFile.open(path: try folder.file("w.onnx", ONNXBytes.model([name])))
    expectSentence(
      folder.withoutFolder(file.obstacle(to: 0)?.description ?? "read"),
      #"w.onnx: tensor 'w\u{fffd}' (byte 9) has a name that is not UTF-8"#)
  }

  @Test("values that are not as many as the shape says")
  func counts() throws {
    try expectUnread(
      ONNXBytes.tensor("w", type: 2, [4]),
      "has no values, expected them in 'raw_data' or 'int32_data'")
    try expectUnread(
      ONNXBytes.tensor("w", type: 2, [4], ONNXBytes.field(9, [1, 2, 3])),
      "has 3 bytes as 'raw_data', expected 4 for its type and shape")
    try expectUnread(
      ONNXBytes.tensor("w", type: 22, [5], ONNXBytes.field(9, [1, 2])),
      "has 2 bytes as 'raw_data', expected 3 for its type and shape")
    try expectUnread(
      ONNXBytes.tensor("w", [2], ONNXBytes.field(4, [1, 2, 3, 4, 5])),
      "has 5 bytes as 'float_data', expected those of 2 numbers for its type and shape")
    try expectUnread(
      ONNXBytes.tensor("w", type: 7, [2], ONNXBytes.field(7, [1])),
      "has 1 byte as 'int64_data', expected those of 2 numbers for its type and shape")
    // Two chunks of which neither is a whole number of floats.
    let halves = ONNXBytes.field(4, [0, 0, 0]) + ONNXBytes.field(4, [0])
    try expectUnread(
      ONNXBytes.tensor("w", [1], halves),
      "has 4 bytes as 'float_data', expected those of 1 number for its type and shape")
  }

  @Test("numbers whose count is only known once they are read")
  func decodedCounts() throws {
    for numbers in [[1, 2, 3], [0x81, 1], [1, 0x80]] as [[UInt8]] {
      let bytes = ONNXBytes.model([
        ONNXBytes.tensor("w", type: 7, [2], ONNXBytes.field(7, numbers))
      ])
      let file = try TensorFile.open(path: try folder.file("w.onnx", bytes))
      let expected = TensorFileError.onnx(
        path: file.path, .decodedCount(name: "w", expected: 2, position: 9))
      #expect(throws: expected) { try file.values(of: 0) }
    }
    expectSentence(
      ONNXFault.decodedCount(name: "w", expected: 2, position: 9).predicate,
      "tensor 'w' (byte 9) has more or fewer than the 2 numbers of its type and shape")
  }

  @Test("names that several tensors of a graph have, and sparse tensors")
  func namesAndSparse() throws {
    let bytes = ONNXBytes.model([
      ONNXBytes.bytes("w", [1]), ONNXBytes.bytes("w", [2]), ONNXBytes.bytes("v", [3]),
    ])
    let twice = try TensorFile.open(path: try folder.file("w.onnx", bytes))
    #expect(twice.tensors.indices.map { twice.obstacle(to: $0) == nil } == [false, false, true])
    expectSentence(
      folder.withoutFolder(twice.obstacle(to: 0)?.description ?? "read"),
      "w.onnx: tensor 'w' (byte 21) is not the only one of its graph with that name")

    let sparse = ONNXBytes.field(1, ONNXBytes.bytes("s", [1])) + ONNXBytes.field(3, 8)
    let constant = ONNXBytes.node(
      "Constant", [], ["c"],
      attributes: [ONNXBytes.field(1, "sparse_value") + ONNXBytes.field(22, sparse)])
    let text = ONNXBytes.node(
      "Constant", [], ["t"],
      attributes: [ONNXBytes.field(1, "value_string") + ONNXBytes.field(4, "text")])
    let graph = ONNXBytes.graph(nodes: [constant, text]) + ONNXBytes.field(15, sparse)
    let file = try TensorFile.open(
      path: try folder.file("s.onnx", ONNXBytes.field(1, 10) + ONNXBytes.field(7, graph)))
    #expect(file.tensors.map(\.name) == ["c", "t", "s"])
    #expect(file.tensors.map(\.storedAs) == ["sparse uint8", "string", "sparse uint8"])
    #expect(file.tensors.map(\.shape) == [[8], [], [8]])
    expectSentence(
      folder.withoutFolder(file.obstacle(to: 2)?.description ?? "read"),
      "s.onnx: tensor 's' (byte 94) is sparse, which is not read")
  }
}
