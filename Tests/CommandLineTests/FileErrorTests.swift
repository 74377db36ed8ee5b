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
      "odd.bin: has 5 bytes, expected a multiple of 4 (float32): 1 left over; "
        + "int8, uint8 would fit (--dtype)")
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
        qviz: odd.bin: has 3 bytes, expected a multiple of 4 (float32): 3 left over; int8, uint8 would fit (--dtype)
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

  @Test("names that are none, of two lines, and reversed")
  func strangeNames() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]), to: "good.npy")
    let empty = "the name of the file is empty, expected a path"
    try expect(["measure", ""], in: scratch, status: 66, empty)
    try expect(["measure", "good.npy", "--codes", ""], in: scratch, status: 73, empty)
    try expect(
      ["measure", "two\nlines.npy"], in: scratch, status: 66, "two lines.npy: no such file")
    try expect(
      ["measure", "\u{202E}ypn.live"], in: scratch, status: 66, "\u{FFFD}ypn.live: no such file")
    #expect(try scratch.names == ["good.npy"])
  }

  @Test("a file that the system makes up as it is read is not said to be empty")
  func madeUp() throws {
    try expect(
      ["measure", "/proc/self/status"], in: try ScratchFolder(), status: 66,
      "/proc/self/status: is made up by the system as it is read, expected a regular file, "
        + "which can be mapped")
  }

  @Test("where too few files may be open that is said before anything else")
  func fewFiles() throws {
    for limit in [4, 5, 10] {
      // Another test may have a file open that the shell inherits.
      let outcome = try Program.shell("ulimit -n \(limit); qviz measure samples/gelu.npy")
      let words =
        " more files may be open at one time, expected at least 8; 'ulimit -n' says how many\n"
      let sentences = (0...limit - 3).map { "qviz: \($0)" + words }
      #expect(sentences.contains(outcome.errors), "\(outcome.errors)")
      #expect(outcome.status == 69 && outcome.output.isEmpty)
    }
    #expect(try Program.shell("ulimit -n 64; qviz measure samples/gelu.npy").status == 0)
  }

  @Test("a file that may not grow any more is an I/O error, and nothing is left of it")
  func fileSizeLimit() throws {
    let scratch = try ScratchFolder()
    let tensor = Checkout.root.appending(path: "samples/gelu.npy").path
    for command in ["measure \(tensor) --codes", "sketch \(tensor) -o", "extract \(tensor) -o"] {
      let outcome = try Program.shell("ulimit -f 1; qviz \(command) out", in: scratch.url)
      #expect(outcome.errors == "qviz: out: writing failed: File too large\n", "\(command)")
      #expect(outcome.status == 74, "\(command)")
      #expect(try scratch.names == [], "\(command)")
    }
  }

  @Test("two outputs by links that lead to one new file are one")
  func linkedOutputs() throws {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3]), to: "good.npy")
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "folder"), withIntermediateDirectories: false)
    let links = [
      "link": "new.npy", "far": "folder/../link", "folder/back": "../new.npy", "ring": "ring",
    ]
    for (link, target) in links {
      try FileManager.default.createSymbolicLink(
        atPath: scratch.path(link), withDestinationPath: target)
    }
    for other in ["link", "far", "folder/back", "folder/../new.npy"] {
      try expect(
        ["measure", "good.npy", "--codes", "new.npy", "--dequantized", other], in: scratch,
        status: 64, "--codes and --dequantized both name new.npy")
    }
    try expect(
      ["measure", "good.npy", "--codes", "ring", "--dequantized", "new.npy"], in: scratch,
      status: 73, "ring: following the link failed: Too many levels of symbolic links")
    #expect(try !scratch.names.contains("new.npy"))
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
    // Nor a file that a folder stands for.
    try scratch.write(NpyArray.file([4]), to: "other.npy")
    for option in ["--codes", "--dequantized"] {
      try expect(
        ["measure", ".", "--tensor", "good", option, "other.npy"], in: scratch, status: 64,
        "other.npy: is one of the files that are read")
    }
    #expect(try NpyArray(path: scratch.path("other.npy")).shape == [1])
  }
}
