import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("archives of TensorFlow Lite models")
struct TFLiteBundleTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test("the constants of each stored model have its name before theirs")
  func models() throws {
    var outside = TFLiteBytes.sample()
    // The place has eight bytes whatever it is, so the model is as long with the right one.
    outside.buffers[0] = .table([1: .of(2 as UInt64), 2: .of(16 as UInt64)])
    outside.buffers[0] = .table([
      1: .of(UInt64(outside.bytes.count)), 2: .of(16 as UInt64),
    ])
    let floats: [Float] = [4, 3, 2, 1]
    let archive = ZipBytes(members: [
      .init(name: "labels.txt", contents: Array("cat".utf8)),
      .init(name: "detector.tflite", contents: TFLiteBytes.sample().bytes),
      .init(
        name: "TF_LITE_DECODE",
        contents: outside.bytes + floats.flatMap(\.bitPattern.littleEndianBytes)),
    ])
    let file = try TensorFile.open(path: try folder.file("hand.task", archive.bytes))
    #expect(
      file.tensors.map(\.name) == [
        "detector/a", "detector/b", "TF_LITE_DECODE/a", "TF_LITE_DECODE/b",
      ])
    #expect(try file.values(of: 0) == .float32([1, -2, 0.5, 3]))
    #expect(try file.values(of: 1) == .float32([1, 2, -1]))
    #expect(try file.values(of: 2) == .float32([4, 3, 2, 1]))
    #expect(try file.values(of: 3) == .float32([1, 2, -1]))
  }

  @Test("a model that is packed, broken, or has a broken tensor says so beside the others")
  func unread() throws {
    var sparse = TFLiteBytes.sample()
    sparse.subgraphs[0].tensors[0].type = 5
    let archive = ZipBytes(members: [
      .init(name: "packed.tflite", contents: TFLiteBytes.sample().bytes, method: 8),
      .init(name: "cut.tflite", contents: Array(TFLiteBytes.sample().bytes.prefix(8))),
      .init(name: "good.tflite", contents: sparse.bytes),
    ])
    let file = try TensorFile.open(path: try folder.file("hand.task", archive.bytes))
    #expect(file.tensors.map(\.name) == ["packed", "cut", "good/a", "good/b"])
    let sentences = file.tensors.indices.map { index in
      file.obstacle(to: index).map { folder.withoutFolder($0.description) }
    }
    #expect(
      sentences[0] == "hand.task: 'packed.tflite': is packed in the archive, "
        + "expected a model that is stored as it is; unpack it (unzip)")
    #expect(sentences[1]?.hasPrefix("hand.task: 'cut.tflite': model ") == true)
    #expect(
      sentences[2]?.hasPrefix("hand.task: 'good.tflite': tensor 'good/a' (byte ") == true)
    #expect(try file.values(of: 3) == .float32([1, 2, -1]))
  }

  @Test("nothing behind a member is its own")
  func fence() throws {
    var model = TFLiteBytes.sample()
    model.buffers[0] = .table([1: .of(2 as UInt64), 2: .of(16 as UInt64)])
    let length = model.bytes.count
    model.buffers[0] = .table([1: .of(UInt64(length)), 2: .of(16 as UInt64)])
    let archive = ZipBytes(members: [
      .init(name: "m.tflite", contents: model.bytes),
      .init(name: "next", contents: Array(repeating: 1, count: 64)),
    ])
    let file = try TensorFile.open(path: try folder.file("m.task", archive.bytes))
    let obstacle = try #require(file.obstacle(to: 0))
    #expect(
      obstacle.description.hasSuffix(
        "leads to 16 bytes at byte \(length), past the end of the file at byte \(length)"))
  }

  @Test("a type or a shape that is asked for is refused")
  func layout() throws {
    let archive = ZipBytes(members: [
      .init(name: "m.tflite", contents: TFLiteBytes.sample().bytes)
    ])
    expectSentence(
      try folder.refusal("m.task", archive.bytes, layout: RawLayout(shape: [4])),
      "m.task: says the type and the shape of each tensor itself, so none can be asked for")
  }
}
