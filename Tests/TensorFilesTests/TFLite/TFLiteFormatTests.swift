import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("TensorFlow Lite")
struct TFLiteFormatTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func open(_ bytes: [UInt8], _ name: String = "m.tflite") throws -> TensorFile {
    try TensorFile.open(path: try folder.file(name, bytes))
  }

  @Test("constants are listed and read, what is made as the model runs is not")
  func constants() throws {
    let file = try open(TFLiteBytes.sample().bytes)
    #expect(file.tensors.map(\.name) == ["a", "b"])
    #expect(file.tensors.map(\.storedAs) == ["float32", "int4"])
    #expect(file.tensors.map(\.shape) == [[2, 2], [3]])
    #expect(file.tensors.map(\.byteCount) == [16, 2])
    #expect(try file.values(of: 0) == .float32([1, -2, 0.5, 3]))
    #expect(try file.values(of: 1) == .float32([1, 2, -1]))
  }

  @Test("a model is known by its fourth to seventh byte under any name", arguments: ["m", "m.bin"])
  func anyName(name: String) throws {
    #expect(try open(TFLiteBytes.sample().bytes, name).tensors.count == 2)
  }

  @Test("with a type said, the bytes of a model under another name are read as they are")
  func asBytes() throws {
    let bytes = TFLiteBytes.sample().bytes
    let layout = RawLayout(elementType: .uint8)
    let file = try TensorFile.open(path: try folder.file("m.bin", bytes), layout: layout)
    #expect(try file.values(of: 0) == .float32(bytes.map(Float.init)))
  }

  @Test("names that several constants have are told apart by graph, then by place")
  func names() throws {
    var model = TFLiteBytes()
    let tensor = { (name: String?) in TFLiteBytes.Tensor(name, [1], type: 9, buffer: 1) }
    model.buffers = [TFLiteBytes.buffer([7])]
    model.subgraphs = [
      ("main", [tensor("w"), tensor("only"), tensor(nil)]),
      ("main", [tensor("w"), tensor("x"), tensor("x")]),
      ("loop", [tensor("w"), tensor("w")]),
      (nil, [tensor("w"), tensor(nil)]),
    ]
    #expect(
      try open(model.bytes).tensors.map(\.name) == [
        "0:w", "only", "#2", "1:w", "1:x#1", "1:x#2", "loop:w#0", "loop:w#1", "3:w", "#1",
      ])
  }

  @Test("a shape that is not there is that of a single number")
  func scalar() throws {
    let model = TFLiteBytes.model([(.init("s", nil, type: 9, buffer: 0), [0xFE])])
    let file = try open(model.bytes)
    #expect(file.tensors[0].shape == [])
    #expect(try file.values(of: 0) == .float32([-2]))
  }

  @Test("a buffer of no bytes is a constant only of a tensor without elements")
  func empty() throws {
    let file = try open(
      TFLiteBytes.model([
        (.init("e", [0, 4], type: 0, buffer: 0), []), (.init("old", [4], type: 0, buffer: 0), []),
      ]).bytes)
    #expect(file.tensors.map(\.name) == ["e"])
    #expect(try file.values(of: 0) == .float32([]))
  }

  @Test("bytes behind the tree are found by their offset, of which 0 and 1 stand for none")
  func outside() throws {
    var model = TFLiteBytes.sample()
    for (offset, expected) in [(0, ["b"]), (1, ["b"]), (2, ["a", "b"])] as [(UInt64, [String])] {
      model.buffers[0] = .table([1: .of(offset), 2: .of(16 as UInt64)])
      #expect(try open(model.bytes).tensors.map(\.name) == expected)
    }
    let length = UInt64(model.bytes.count)
    model.buffers[0] = .table([1: .of(length), 2: .of(16 as UInt64)])
    let floats: [Float] = [4, 3, 2, 1]
    let file = try open(model.bytes + floats.flatMap(\.bitPattern.littleEndianBytes))
    #expect(try file.values(of: 0) == .float32(floats))
  }

  @Test("every number of a type has a name of its own")
  func types() {
    let types = (Int8.min...Int8.max).map(TFLiteType.init(number:))
    #expect(Set(types.map(\.name)).count == types.count)
    #expect(types.compactMap(\.elementType).count == 18)
    #expect(TFLiteType(number: 23) == .unknown(23))
    #expect(TFLiteType(number: -1).name == "tflite-type--1")
  }
}
