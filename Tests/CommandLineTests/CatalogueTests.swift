import Foundation
import Testing

/// Several tensors: what is listed, and which one is meant.
@Suite struct CatalogueTests {
  /// A folder with tensors of three names in two folders.
  private func tensors() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    try FileManager.default.createDirectory(
      at: scratch.url.appending(path: "layers"), withIntermediateDirectories: false)
    try scratch.write(NpyArray.file([1, 2, 3]), to: "layers/layer.10.weight.npy")
    try scratch.write(NpyArray.file([1, 2]), to: "layers/layer.9.weight.npy")
    try scratch.write(NpyArray.file([5]), to: "head.npy")
    return scratch
  }

  @Test("a folder is listed with numbers, in natural order, each file once")
  func list() throws {
    let scratch = try tensors()
    let outcome = try Program.run(["list", ".", "head.npy", "lay*"], in: scratch.url)
    #expect(
      outcome.output == """
        #  name             stored as  shape  count  bytes  file
        0  head             float32    [1]        1      4  ./head.npy
        1  layer.9.weight   float32    [2]        2      8  ./layers/layer.9.weight.npy
        2  layer.10.weight  float32    [3]        3     12  ./layers/layer.10.weight.npy

        """)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
  }

  @Test("what is not read in a folder is named, and a folder's files of other formats in passing")
  func passedOver() throws {
    let scratch = try tensors()
    // Named as tensors are, and something else inside.
    let foreign = [UInt8]([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])
    try scratch.write(foreign, to: "one.bin")
    try scratch.write(foreign, to: "layers/two.raw")
    let note =
      "qviz: .: 2 files of formats that are not read passed over: ./one.bin, ./layers/two.raw\n"
    for command in [["list", "."], ["measure", "--all", "."]] {
      let outcome = try Program.run(command, in: scratch.url)
      #expect(outcome.status == 0 && outcome.output.contains("layer.10.weight"))
      #expect(outcome.errors == note)
    }
    try scratch.write([1, 2, 3], to: "odd.npy")
    for command in [["list", "."], ["measure", "--all", "."], ["list", "*.npy", "layers"]] {
      let outcome = try Program.run(command, in: scratch.url)
      #expect(outcome.status == 65 && outcome.output.contains("layer.10.weight"))
      #expect(outcome.errors.contains("odd.npy: begins with 01 02 03, expected"))
    }
    // Who writes a pattern, names what it matches.
    let matched = try Program.run(["list", "*.bin"], in: scratch.url)
    #expect(matched.status == 65 && matched.errors.hasPrefix("qviz: one.bin: "))
    let screen = try Program.run(["snapshot", "."], in: scratch.url)
    #expect(screen.output.contains("✗ ./odd.npy: begins with"))
  }

  @Test("a name that begins with a dash is never taken for options, nor ends in help")
  func dashes() throws {
    let scratch = try ScratchFolder()
    for name in ["-f13-dash.npy", "-h.npy", "-o1.bin"] {
      try scratch.write(NpyArray.file([1, 2]), to: name)
    }
    for command in ["list", "measure --all", "calibrate", "extract -o out.npy", "sketch -o s", ""] {
      for pattern in ["*.npy", "-h.npy", "-o1.bin"] {
        let outcome = try Program.shell("qviz \(command) \(pattern)", in: scratch.url)
        let name = pattern == "*.npy" ? "-f13-dash.npy" : pattern
        #expect(outcome.errors == "qviz: \(name): begins with a dash; write ./\(name)\n")
        #expect(outcome.status == 64 && outcome.output.isEmpty, "\(command) \(pattern)")
      }
    }
    for line in ["list ./*.npy", "list -- *.npy", "list '*.npy'", "list ."] {
      let outcome = try Program.shell("qviz \(line)", in: scratch.url)
      #expect(outcome.status == 0 && outcome.output.contains("-f13-dash"), "\(line)")
    }
    let help = try Program.run(["list", "-h"], in: scratch.url)
    #expect(help.status == 0 && help.output.contains("USAGE"))
  }

  @Test("the members of the list's objects are those of the contract")
  func json() throws {
    let scratch = try tensors()
    let outcome = try Program.run(["list", "head.npy", "--json"], in: scratch.url)
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let rows = try #require(value as? [[String: Any]])
    #expect(rows.count == 1)
    #expect(
      Set(try #require(rows.first).keys) == [
        "file", "name", "dtype", "stored_as", "shape", "count", "bytes",
      ])
  }

  @Test("a tensor is meant by its name, an end of it, or its number")
  func chosen() throws {
    let scratch = try tensors()
    for name in ["layer.10.weight", "10.weight", "2"] {
      let outcome = try Program.run(["measure", ".", "--tensor", name], in: scratch.url)
      #expect(outcome.output.contains("layer.10.weight") && outcome.errors.isEmpty, "\(name)")
    }
  }

  @Test("none, several and nearly one are refused with a sentence")
  func refused() throws {
    let scratch = try tensors()
    let sentences = [
      ([], "layers: has 2 tensors; say which with --tensor NAME, or --all"),
      (
        ["--tensor", "weight"],
        "layers: 'weight' is the end of 2 names, expected one: 'layer.9.weight', 'layer.10.weight'; "
          + "a number says which, from 0 in the order of 'qviz list': 0, 1"
      ),
      (
        ["--tensor", "layer.8.weight"],
        "layers: has no tensor 'layer.8.weight'; did you mean 'layer.9.weight', 'layer.10.weight'?"
      ),
    ]
    for (options, sentence) in sentences {
      let outcome = try Program.run(["measure", "layers"] + options, in: scratch.url)
      #expect(outcome.errors == "qviz: \(sentence)\n")
      #expect(outcome.status == 64 && outcome.output.isEmpty)
    }
  }

  @Test("where a file is not opened nobody guesses which tensor is meant")
  func notGuessed() throws {
    let scratch = try tensors()
    let outcome = try Program.run(["measure", "head.npy", "extra"], in: scratch.url)
    #expect(outcome.errors == "qviz: extra: no such file\n")
    #expect(outcome.status == 66 && outcome.output.isEmpty)
    let named = try Program.run(
      ["measure", "head.npy", "extra", "--tensor", "head"], in: scratch.url)
    #expect(named.status == 0 && named.output.contains("head"))
  }
}
