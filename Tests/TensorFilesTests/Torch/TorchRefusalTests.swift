import QuantizationEngine
import Testing

@testable import TensorFiles

/// The sentence of everything that can be wrong with a checkpoint, and what is read all the same.
@Suite("refused checkpoints")
struct TorchRefusalTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  /// What is said of the one tensor of a legacy checkpoint with this value.
  private func obstacle(_ value: [UInt8]) throws -> String {
    let file = try TensorFile.open(path: try folder.file("w.pt", TorchBytes.legacy(value)))
    try #require(file.tensors.count == 1)
    #expect(file.tensors[0].name == "w")
    let error = try #require(file.obstacle(to: 0))
    #expect(throws: error) { try file.values(of: 0) }
    return folder.withoutFolder(error.description)
  }

  @Test("a checkpoint that is right is read in both forms")
  func right() throws {
    let legacy = try folder.read("w.pt", TorchBytes.legacy(TorchBytes.tensor()))
    #expect(legacy.values == .float32([1, 2, 3, 4]))
    #expect(legacy.description.name == "w")
    let archive = try folder.read("w.bin", TorchBytes.archive(TorchBytes.tensor()).bytes)
    #expect(archive.values == .float32([1, 2, 3, 4]))
    let size = TorchBytes.call("torch Size", [TorchBytes.tuple([TorchBytes.integer(4)])])
    let sized = TorchBytes.call(
      "torch._utils _rebuild_tensor",
      [
        TorchBytes.storage(), TorchBytes.integer(0), size,
        TorchBytes.tuple([TorchBytes.integer(1)]),
      ])
    #expect(try folder.read("w.pt", TorchBytes.legacy(sized)).values == .float32([1, 2, 3, 4]))
    for (name, bytes) in [
      ("legacy", TorchBytes.legacy(TorchBytes.tensor())),
      ("zip.npz", TorchBytes.archive(TorchBytes.tensor()).bytes),
    ] { #expect(try folder.read(name, bytes).values == .float32([1, 2, 3, 4])) }
  }

  @Test("a pickle that asks for a call is refused by name")
  func calls() throws {
    let system = TorchBytes.call("os system", [TorchBytes.text("touch harm")])
    expectSentence(
      try folder.refusal("w.pt", TorchBytes.archive(system).bytes),
      "w.pt: 'w/data.pkl': pickle asks to call 'os.system' (byte 30), which is refused: "
        + "nothing in a file is executed; save the state_dict() alone")
    let hidden = TorchBytes.dictionary([
      ("a", TorchBytes.tensor()), ("b", TorchBytes.call("builtins eval", [TorchBytes.text("1")])),
    ])
    let refusal = try folder.refusal("w.pt", TorchBytes.legacy(hidden))
    #expect(refusal.contains("pickle asks to call 'builtins.eval' (byte "))
    let inserted = TorchBytes.call(
      "torch._utils _rebuild_parameter",
      [TorchBytes.call("builtins getattr", [TorchBytes.text("a"), TorchBytes.text("b")])])
    #expect(
      try folder.refusal("w.pt", TorchBytes.legacy(inserted))
        .contains("asks to call 'builtins.getattr'"))
    expectSentence(
      try folder.refusal("w.pt", TorchBytes.archive([0x49, 0x30, 0x0A]).bytes),
      "w.pt: 'w/data.pkl': pickle has the instruction 'I' at byte 2, which no tensor needs")
  }

  @Test("a file of PyTorch's extension that is no checkpoint says what it begins with")
  func signatures() throws {
    for name in ["w.pt", "w.pth", "w.ckpt", "w.PT"] {
      expectSentence(
        try folder.refusal(name, [1, 2, 3, 4]),
        "\(name): begins with 01 02 03 04, expected a checkpoint of PyTorch: a zip archive, or "
          + "the magic number of its legacy form")
    }
    expectSentence(
      try folder.refusal("w.pt", []), "w.pt: is empty, expected a checkpoint of PyTorch")
    let tar = Array(repeating: UInt8(0), count: 257) + Array("ustar".utf8)
    expectSentence(
      try folder.refusal("w.pt", tar + tar),
      "w.pt: is of PyTorch's form of 2016, a tar archive, which is not read")
    let other = ZipBytes(members: [.init(name: "a", contents: [1])]).bytes
    #expect(try folder.refusal("w.pt", other).contains("a zip archive without arrays"))
  }

  @Test("a type or a shape that is asked for is refused as usage")
  func layout() throws {
    for bytes in [
      TorchBytes.legacy(TorchBytes.tensor()), TorchBytes.archive(TorchBytes.tensor()).bytes,
    ] {
      expectSentence(
        try folder.refusal("w.pt", bytes, layout: RawLayout(elementType: .int8)),
        "w.pt: says the type and the shape of each tensor itself, so none can be asked for")
      expectSentence(
        try folder.refusal("w.pt", bytes, layout: RawLayout(shape: [2, 2])),
        "w.pt: says the type and the shape of each tensor itself, so none can be asked for")
    }
    #expect(TensorFileError.torch(path: "w", .layout).kind == .usage)
    // What is called so and is something else is read as it is asked for.
    let values: [UInt8] = [0, 0, 0x80, 0x3F]
    for name in ["w.pt", "w.onnx", "w.tflite", "w.safetensors"] {
      let layout = RawLayout(elementType: .float32)
      #expect(try folder.read(name, values, layout: layout).values == .float32([1]))
    }
    #expect(TensorFileError.torch(path: "w", .noTensors).kind == .badData)
  }

  @Test("what is wrong around the pickles of the legacy form refuses the file")
  func legacy() throws {
    func refusal(
      keys: [String] = ["0"], storages: [[UInt8]] = [TorchBytes.legacyStorage()],
      version: Int = 1001
    ) throws -> String {
      let bytes = TorchBytes.legacy(
        TorchBytes.tensor(), keys: keys, storages: storages, version: version)
      return try folder.refusal("w.pt", bytes)
    }
    expectSentence(
      try refusal(version: 1000),
      "w.pt: does not say the protocol 1001 at byte 15, expected that of PyTorch's legacy form")
    let keys = "storages that its pickle describes"
    #expect(try refusal(keys: []).contains(keys))
    #expect(try refusal(keys: ["1"]).contains(keys))
    #expect(try refusal(keys: ["0", "0"]).contains(keys))
    #expect(
      try refusal(storages: [TorchBytes.legacyStorage(3)])
        .hasPrefix("w.pt: storage '0' has 3 items (byte "))
    #expect(
      try refusal(storages: [TorchBytes.legacyStorage(4, [1, 2, 3])])
        .hasPrefix("w.pt: storage '0' needs 16 bytes at byte "))
    #expect(try refusal(storages: []).hasPrefix("w.pt: storage '0' needs 8 bytes at byte "))
    #expect(
      try refusal(storages: [TorchBytes.legacyStorage(), [0]])
        .hasPrefix("w.pt: has 1 byte behind its last storage (byte "))
  }

  @Test("what is wrong around the pickle of the zip form")
  func archives() throws {
    var archive = TorchBytes.archive(
      TorchBytes.tensor(),
      members: [("data/0", TorchBytes.fourFloats), ("byteorder", Array("middle".utf8))])
    expectSentence(
      try folder.refusal("w.pt", archive.bytes),
      "w.pt: 'w/byteorder': says that its byte order is 'middle', expected 'little' or 'big'")
    archive = TorchBytes.archive(TorchBytes.dictionary([("a", TorchBytes.integer(3))]))
    expectSentence(try folder.refusal("w.pt", archive.bytes), "w.pt: holds no tensor")

    func obstacle(_ members: [(String, [UInt8])]) throws -> String {
      let path = try folder.file(
        "w.pt", TorchBytes.archive(TorchBytes.tensor(), members: members).bytes)
      let file = try TensorFile.open(path: path)
      return folder.withoutFolder(try #require(file.obstacle(to: 0)).description)
    }
    #expect(
      try obstacle([]).contains("is in the storage '0', which the file does not have"))
    #expect(
      try obstacle([("data/0", [1, 2, 3])])
        .contains("is in the storage '0' of 3 bytes, expected 16"))
    #expect(
      try obstacle([("data/0", TorchBytes.fourFloats), ("data/0", TorchBytes.fourFloats)])
        .hasPrefix("w.pt: 'w/data/0': is a name that several members have"))
  }

  @Test("a tensor that lies nowhere is listed and says why")
  func places() throws {
    let storage = TorchBytes.storage()
    for (value, sentence) in [
      (TorchBytes.tensor(storage, [5], [1]), "reaches to element 5 of a storage that has 4"),
      (
        TorchBytes.tensor(storage, offset: 2, [3], [1]),
        "reaches to element 5 of a storage that has 4"
      ),
      (TorchBytes.tensor(storage, [2, 2], [3, 1]), "reaches to element 5 of"),
      (TorchBytes.tensor(storage, [2], [-1]), "has the shape [2] with the strides [-1] from 0 on"),
      (TorchBytes.tensor(storage, [-2], [1]), "has the shape [-2] with"),
      (TorchBytes.tensor(storage, offset: -1, [2], [1]), "with the strides [1] from -1 on"),
      (TorchBytes.tensor(storage, [2, 2], [1]), "has the shape [2, 2] with the strides [1]"),
      (
        TorchBytes.tensor(storage, [1 << 62, 8], [0, 0]), "has the shape [4611686018427387904, 8]"
      ),
      (TorchBytes.tensor(storage, [2], [.max]), "has the shape [2] with the strides [92233720"),
      (TorchBytes.tensor(storage, offset: .max, [2], [1]), "reaches to element"),
      (TorchBytes.tensor(storage, [3, 3], [.max, .max]), "has the shape [3, 3]"),
      (
        TorchBytes.tensor(storage, Array(repeating: 1, count: 65), Array(repeating: 1, count: 65)),
        "[1, 1, 1, 1, 1, 1, 1, 1, …]"
      ),
      (
        TorchBytes.tensor(storage, [1_000_000, 1_000_000], [0, 0]),
        "repeats its storage to 1000000000000 elements, expected at most 268435456"
      ),
      (
        TorchBytes.tensor(TorchBytes.storage(device: "meta")),
        "is a shape without values, on the device"
      ),
    ] { #expect(try obstacle(value).contains(sentence), "\(sentence)") }
    // Beside a storage that nothing else refers to.
    for call in [
      TorchBytes.tensor(TorchBytes.text("x"), [4], [1]),
      TorchBytes.call("torch._utils _rebuild_tensor_v2", []),
    ] {
      let value = TorchBytes.tuple([call, storage])
      let file = try TensorFile.open(path: try folder.file("w.pt", TorchBytes.legacy(value)))
      #expect(file.tensors.map(\.shape) == [[0]])
      let sentence = try #require(file.obstacle(to: 0)).description
      #expect(sentence.contains("tensor '0' (byte "))
      #expect(sentence.hasSuffix("is not described as PyTorch does it"))
    }
  }

  @Test("an element that is repeated many times is read in parts")
  func repeated() throws {
    let value = TorchBytes.tensor(TorchBytes.storage(), offset: 2, [1 << 14, 1 << 14], [0, 0])
    let file = try TensorFile.open(path: try folder.file("w.pt", TorchBytes.legacy(value)))
    #expect(file.tensors[0].elementCount == 1 << 28)
    let run = 1 << 28 - 3..<1 << 28
    #expect(try file.values(of: 0, elements: run) == .float32([3, 3, 3]))
  }

  @Test("a part of another storage, as the legacy form can have it, is where it says")
  func storageViews() throws {
    let view = TorchBytes.tuple([
      TorchBytes.text("v"), TorchBytes.integer(1), TorchBytes.integer(2),
    ])
    let storage = TorchBytes.storage(more: [view])
    let value = TorchBytes.tensor(storage, [2], [1])
    #expect(try folder.read("w.pt", TorchBytes.legacy(value)).values == .float32([2, 3]))
    let past = TorchBytes.tensor(storage, [3], [1])
    #expect(try obstacle(past).contains("reaches to element 3 of a storage that has 2"))
  }
}
