import QuantizationEngine
import TestSupport
import Testing

@testable import TensorFiles

@Suite("ONNX")
struct ONNXFormatTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private static let model = ONNXBytes.model(
    nodes: [ONNXBytes.node("Relu", ["x"])], [ONNXBytes.bytes("w", [1, 2, 3])])

  @Test("a model is known by its content under any name")
  func anyName() throws {
    for name in ["model.onnx", "blob", "model.bin", "MODEL.ONNX"] {
      #expect(try folder.read(name, Self.model).values == .float32([1, 2, 3]), "\(name)")
    }
  }

  @Test("a model that was cut within its graph is one still, and refused")
  func cutModel() throws {
    let bytes = ONNXBytes.model(
      nodes: [ONNXBytes.node("Relu", ["x"])], [ONNXBytes.bytes("w", Array(repeating: 7, count: 99))]
    )
    expectSentence(
      try folder.refusal("blob", bytes.dropLast(1)),
      "blob: is not a whole ONNX model: "
        + "the field at byte 3 takes 127 bytes, but only 126 are left")
  }

  @Test("with a type said, what only looks like a model is read as it is")
  func saidType() throws {
    let layout = RawLayout(elementType: .uint8)
    let read = try folder.read("blob", Self.model, layout: layout)
    #expect(read.description.elementCount == Self.model.count)
    expectSentence(
      try folder.refusal("w.onnx", Self.model, layout: layout),
      "w.onnx: says the type and the shape of each tensor itself, so none can be asked for")
  }

  @Test("other protobufs, and numbers that begin like a model, are none")
  func others() throws {
    let others: [[UInt8]] = [
      ONNXBytes.field(1, 10), ONNXBytes.field(7, ONNXBytes.graph()),
      ONNXBytes.field(1, 10) + ONNXBytes.field(7, [1, 2, 3, 4]),
      Self.model + ONNXBytes.field(9, 1), Self.model + [0, 0, 0, 0],
      ONNXBytes.field(1, "SavedModel") + ONNXBytes.field(2, "graph"),
      Array(repeating: 8, count: 64), Array(repeating: 0, count: 64),
    ]
    for bytes in others {
      let file = try MappedFile(path: try folder.file("blob", bytes))
      #expect(!ONNXRecognition.isModel(file), "\(bytes)")
      #expect(!ONNXRecognition.isTensor(file), "\(bytes)")
    }
  }

  @Test("random bytes are neither a model nor a tensor")
  func noise() throws {
    var random = SplitMix64(seed: 9)
    for count in 0..<2000 {
      var bytes = (0..<count % 97).map { _ in UInt8.random(in: 0...255, using: &random) }
      // So that more than the first field is looked at.
      if count.isMultiple(of: 2) { bytes = [8, 10] + bytes }
      let file = try MappedFile(path: try folder.file("blob", bytes))
      #expect(!ONNXRecognition.isModel(file), "\(bytes)")
      #expect(!ONNXRecognition.isTensor(file), "\(bytes)")
    }
  }

  @Test("a tensor alone is known by its content, and called as the file where it has no name")
  func tensorAlone() throws {
    let read = try folder.read("input_0.pb", ONNXBytes.bytes("", [4, 5]))
    #expect(read.description.name == "input_0")
    #expect(read.values == .float32([4, 5]))
    #expect(try folder.read("blob", ONNXBytes.bytes("x", [4])).description.name == "x")
    // Values that are not as many as the shape says make it none.
    let short = ONNXBytes.tensor("x", type: 2, [3], ONNXBytes.field(9, [1, 2]))
    #expect(!ONNXRecognition.isTensor(try MappedFile(path: try folder.file("a.pb", short))))
  }

  @Test("codes are handed out as they are stored, in the type of the codes")
  func codes() throws {
    let scale = ONNXBytes.tensor("s", [], ONNXBytes.field(9, [0, 0, 0, 0x40]))
    let bytes = ONNXBytes.model(
      nodes: [ONNXBytes.node("DequantizeLinear", ["w", "s"])],
      [ONNXBytes.tensor("w", type: 22, [3], ONNXBytes.field(9, [0xF1, 0x08])), scale])
    let file = try TensorFile.open(path: try folder.file("w.onnx", bytes))
    #expect(file.tensors[0].storedAs == "int4 per_tensor")
    #expect(try file.values(of: 0) == .float32([2, -2, -16]))
    var codes: [UInt8] = []
    let array = try file.storedArray(of: 0)
    try array.forEachPiece { codes += $0 }
    #expect(codes.map { Int8(bitPattern: $0) } == [1, -1, -8])
  }

  @Test("codes whose axis the caller of a function says stay codes")
  func referredAxis() throws {
    let codes = ONNXBytes.tensor("w", type: 3, [2], ONNXBytes.field(9, [1, 2]))
    let scale = ONNXBytes.tensor("s", [2], ONNXBytes.field(9, [0, 0, 0, 0x40, 0, 0, 0, 0x40]))
    let constants = [("w", codes), ("s", scale)].map { name, tensor in
      ONNXBytes.node(
        "Constant", [], [name],
        attributes: [ONNXBytes.field(1, "value") + ONNXBytes.field(5, tensor)])
    }
    for (axis, storedAs) in [
      (ONNXBytes.field(3, 0), "int8 per_channel axis 0"), (ONNXBytes.field(21, "axis"), "int8"),
    ] {
      let node = ONNXBytes.node(
        "DequantizeLinear", ["w", "s"], attributes: [ONNXBytes.field(1, "axis") + axis])
      let function =
        ONNXBytes.field(1, "f") + ONNXBytes.field(10, "made.up")
        + (constants + [node]).flatMap { ONNXBytes.field(7, $0) }
      let file = try TensorFile.open(
        path: try folder.file("w.onnx", ONNXBytes.model() + ONNXBytes.field(25, function)))
      #expect(file.tensors.map(\.name) == ["made.up/f/w", "made.up/f/s"])
      #expect(file.tensors[0].storedAs == storedAs)
    }
  }

  @Test("numbers that have to be decoded are read in parts, and given up between two of them")
  func decoded() throws {
    let numbers = (0..<70_000).flatMap { ONNXBytes.varint(UInt64($0)) }
    let bytes = ONNXBytes.model([
      ONNXBytes.tensor("w", type: 7, [70_000], ONNXBytes.field(7, numbers))
    ])
    let file = try TensorFile.open(path: try folder.file("w.onnx", bytes))
    #expect(file.inflatedByteCount(of: 0) == 560_000)
    #expect(try file.values(of: 0, elements: 69_998..<70_000) == .float64([69_998, 69_999]))
    #expect(try file.values(of: 0, runs: [5..<6, 1..<2]) == .float64([5, 1]))
    let other = try TensorFile.open(path: file.path)
    #expect(try !other.prepare(0, while: { _ in false }))
    #expect(try other.prepare(0, while: { _ in true }))
  }
}
