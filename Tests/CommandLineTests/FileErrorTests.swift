import Foundation
import Testing

/// Files that cannot be read or made: the exact sentence, the exit code, nothing on standard output.
@Suite struct FileErrorTests {
  private func expect(
    _ arguments: [String], in scratch: ScratchFolder, status: Int32, _ sentence: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Program.run(arguments, in: scratch.url)
    #expect(outcome.errors == "qviz: \(sentence)\n", sourceLocation: sourceLocation)
    #expect(outcome.status == status && outcome.output.isEmpty, sourceLocation: sourceLocation)
  }

  @Test("no input: missing, a folder")
  func noInput() throws {
    let scratch = try ScratchFolder()
    for command in [["measure"], ["list"], ["snapshot"], []] {
      try expect(
        command + ["missing.npy"], in: scratch, status: 66, "missing.npy: no such file")
      try expect(
        command + ["."], in: scratch, status: 66, ".: there are no files of tensors in it")
    }
  }

  @Test("bad data: cut short, not a multiple, a container that is not read, nothing finite")
  func badData() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]).dropLast(1), to: "cut.npy")
    try expect(
      ["measure", "cut.npy"], in: scratch, status: 65,
      "cut.npy: 11 bytes of values from byte 128 on, expected 12 for float32 [3]: 1 missing")
    try scratch.write([1, 2, 3, 4, 5], to: "odd.bin")
    try expect(
      ["measure", "odd.bin"], in: scratch, status: 65,
      "odd.bin: has 5 bytes, expected a multiple of 4 (float32): 1 left over")
    try scratch.write([], to: "empty.bin")
    try expect(
      ["measure", "empty.bin"], in: scratch, status: 65,
      "empty.bin: is empty, expected at least one float32 (4 bytes)")
    try scratch.write("PK\u{3}\u{4}then a zip archive".utf8, to: "many.npz")
    try expect(
      ["measure", "many.npz"], in: scratch, status: 65,
      "many.npz: has no end of a zip archive in its last bytes: it was cut, or something follows it"
    )
    try scratch.write(NpyArray.file([.nan, .infinity, -.infinity, .nan]), to: "nan.npy")
    try expect(
      ["measure", "nan.npy"], in: scratch, status: 65,
      "nan.npy: no finite values to measure: 2 NaN, 1 +infinity, 1 -infinity")
  }

  @Test("bad files among good ones: the good ones are listed, the others are said")
  func goodFilesAreListed() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]), to: "good.npy")
    try scratch.write([1, 2, 3], to: "odd.bin")
    let outcome = try Program.run(
      ["list", "odd.bin", "good.npy", "missing.npy"], in: scratch.url)
    #expect(outcome.output.contains("good") && outcome.output.contains("float32"))
    #expect(
      outcome.errors == """
        qviz: odd.bin: has 3 bytes, expected a multiple of 4 (float32): 3 left over
        qviz: missing.npy: no such file

        """)
    #expect(outcome.status == 65)
  }

  @Test("an output that cannot be made, before anything is printed")
  func cannotCreate() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]), to: "good.npy")
    try expect(
      ["measure", "good.npy", "--codes", "no/such/folder/codes.npy"], in: scratch, status: 73,
      "no/such/folder/codes.npy: creating a temporary file beside it failed: No such file or directory"
    )
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "folder"), withIntermediateDirectories: false)
    try expect(
      ["measure", "good.npy", "--dequantized", "folder"], in: scratch, status: 73,
      "folder: is a folder, expected a file name")
  }

  @Test("the tensor itself is never written over, by whatever name")
  func keepsTheTensor() throws {
    let scratch = try ScratchFolder()
    let bytes = NpyArray.file([1, 2, 3])
    try scratch.write(bytes, to: "good.npy")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path("link.npy"), withDestinationPath: "good.npy")
    for name in ["good.npy", "./good.npy", "link.npy"] {
      try expect(
        ["measure", "good.npy", "--codes", name], in: scratch, status: 64,
        "\(name): is the tensor that is measured")
    }
    try expect(
      ["measure", "good.npy", "--codes", "a.npy", "--dequantized", "a.npy"], in: scratch,
      status: 64, "--codes and --dequantized both name a.npy")
    #expect(try Data(contentsOf: scratch.url.appending(path: "good.npy")) == Data(bytes))
    #expect(!FileManager.default.fileExists(atPath: scratch.path("a.npy")))
  }
}
