import QuantizationEngine
import Testing

@testable import TensorFiles

@Suite("foreign names")
struct ForeignNameTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test(
    "what nothing in its contents explains is refused by an extension that promises something else",
    arguments: [
      ("w.png", "a PNG image: decode it and save the array as .npy"),
      ("w.pyc", "compiled Python: there are no tensors in it"),
      ("w.ZST", "a file compressed with zstd: decompress it with zstd -d"),
      (
        "w.engine",
        "a TensorRT engine: its own runtime reads it; save its weights as .npy or .safetensors"
      ),
    ])
  func extensions(name: String, words: String) throws {
    let values: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
    expectSentence(
      try folder.refusal(name, values),
      "\(name): has the name of \(words) (--dtype reads its bytes as they are)")
    let layout = RawLayout(elementType: .float32)
    #expect(try folder.read(name, values, layout: layout).values == .float32([1, -2]))
  }

  @Test("no extension is promised twice, or by a format that is read")
  func once() {
    let names = ForeignSign.all.flatMap(\.fileExtensions)
    #expect(Set(names).count == names.count)
    let read = Set(TensorFileFormat.all.compactMap(\.fileExtension)).union(
      TensorPaths.fileExtensions)
    #expect(read.isDisjoint(with: names))
  }

  @Test("every name and every advice is fit for one sentence")
  func words() {
    for format in ForeignSign.all.map(\.format) {
      for text in [format.name, format.advice] {
        #expect(!text.isEmpty && !text.hasSuffix(".") && !text.contains("\n"))
      }
    }
  }

  @Test("a file of a format that is read by its extension but is something else says what")
  func disguised() throws {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    for name in ["w.npy", "w.safetensors", "w.gguf", "w.npz", "w.json"] {
      expectSentence(
        try folder.refusal(name, Array(pointer.utf8)),
        "\(name): is a pointer of Git LFS, not the file itself: fetch the file with git lfs pull "
          + "(--dtype reads its bytes as they are)")
    }
  }

  @Test("JSON is an index by its whole name, by its map, and otherwise JSON")
  func indices() throws {
    let text = Array("{\"a\": [1, 2, 3]}".utf8)
    #expect(try folder.refusal("w.safetensors.index.json", text).contains("weight_map"))
    #expect(try folder.refusal("w.json", text).hasPrefix("w.json: is text (JSON): "))
  }

  @Test("values beside the file that describes them are refused, beside another they are values")
  func companions() throws {
    let values: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0]
    _ = try folder.file("m.xml", Array("<?xml version=\"1.0\"?>\n<net name=\"m\"></net>\n".utf8))
    expectSentence(
      try folder.refusal("m.bin", values),
      "m.bin: holds the values of an OpenVINO model (the .xml beside it says where each lies): "
        + "openvino reads them; save its constants as .npy or .safetensors "
        + "(--dtype reads its bytes as they are)")
    _ = try folder.file("n.param", Array("7767517\n2 2\n".utf8))
    #expect(
      try folder.refusal("n.bin", values).hasPrefix("n.bin: holds the values of an ncnn model"))
    _ = try folder.file("c.index", [0])
    #expect(
      try folder.refusal("c.data-00000-of-00001", values)
        .hasPrefix("c.data-00000-of-00001: holds the values of a TensorFlow checkpoint"))
    _ = try folder.file("o.xml", Array("<root></root>\n".utf8))
    #expect(try folder.read("o.bin", values).values == .float32([1, -2]))
  }
}
