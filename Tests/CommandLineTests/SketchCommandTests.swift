import Foundation
import Testing

/// Sketches as files: made, merged, opened as tensors.
@Suite struct SketchCommandTests {
  private static let sample = "samples/gelu.npy"

  /// The float32 values of a sample, and a scratch folder with them in two parts.
  private func parts() throws -> (scratch: ScratchFolder, whole: String, parts: [String]) {
    let bytes = [UInt8](
      try Data(contentsOf: Checkout.root.appending(path: Self.sample)).suffix(50_688 * 4))
    let scratch = try ScratchFolder()
    return (
      scratch, try scratch.write(bytes, to: "whole.bin"),
      [
        try scratch.write(bytes[..<40_000], to: "first.bin"),
        try scratch.write(bytes[40_000...], to: "second.bin"),
      ]
    )
  }

  private func expectQuiet(_ outcome: Program.Outcome) {
    #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.errors.isEmpty)
  }

  @Test("the parts of a tensor, sketched apart and merged, are the sketch of the whole")
  func merge() throws {
    let (scratch, whole, parts) = try parts()
    for part in parts {
      expectQuiet(try Program.run(["sketch", part, "-o", part + ".qvizsketch"]))
    }
    let sketches = parts.map { $0 + ".qvizsketch" }
    expectQuiet(try Program.run(["merge"] + sketches + ["-o", scratch.path("a")]))
    expectQuiet(
      try Program.run(["merge"] + sketches.reversed() + ["--output", scratch.path("b")]))
    expectQuiet(try Program.run(["sketch"] + parts + ["-o", scratch.path("c")]))
    expectQuiet(try Program.run(["sketch", whole, sketches[0], "-o", scratch.path("d")]))
    let merged = try Data(contentsOf: scratch.url.appending(path: "a"))
    #expect(try Data(contentsOf: scratch.url.appending(path: "b")) == merged)
    #expect(try Data(contentsOf: scratch.url.appending(path: "c")) == merged)
    #expect(try Data(contentsOf: scratch.url.appending(path: "d")) != merged)
    // But for the name, which the parts do not have in common, it is that of the whole.
    expectQuiet(
      try Program.run(["sketch", "--name", "w", whole, "-o", scratch.path("named-whole")]))
    expectQuiet(
      try Program.run(["sketch", "--name", "w"] + parts + ["-o", scratch.path("named-parts")]))
    #expect(
      try Data(contentsOf: scratch.url.appending(path: "named-whole"))
        == Data(contentsOf: scratch.url.appending(path: "named-parts")))
  }

  @Test("what is no sketch, or not a whole one, is refused with a sentence")
  func refusals() throws {
    let (scratch, whole, _) = try parts()
    let sketch = scratch.path("s.qvizsketch")
    expectQuiet(try Program.run(["sketch", whole, "-o", sketch]))
    let bytes = try Data(contentsOf: URL(filePath: sketch))
    let cut = try scratch.write(bytes.dropLast(3), to: "cut.qvizsketch")
    let renamed = try scratch.write(bytes.dropLast(3), to: "cut.bin")
    let foreign = try scratch.write([1, 2, 3, 4], to: "foreign.qvizsketch")
    for (arguments, status, sentence) in [
      (
        ["merge", whole, "-o", "x"], 65, "\(whole): is not a sketch; 'qviz sketch' makes one of it"
      ),
      (
        ["measure", cut], 65,
        "\(cut): the sketch should have \(bytes.count) bytes and has \(bytes.count - 3): it was cut or added to"
      ),
      (
        ["measure", renamed], 65,
        "\(renamed): the sketch should have \(bytes.count) bytes and has \(bytes.count - 3): it was cut or added to"
      ),
      (
        ["measure", foreign], 65,
        "\(foreign): this is not a sketch: it does not begin with \"qvizsket\""
      ),
      (["sketch", whole, "-o", whole], 64, "\(whole): is one of the files that are read"),
      (
        ["measure", sketch, "--granularity", "channel"], 64,
        "\(sketch): is a sketch, which has no order of elements; it can be measured per tensor only"
      ),
      (
        ["measure", sketch, "--shape", "2,2"], 64,
        "\(sketch): is a sketch, which has its own type and no shape; --dtype and --shape are for headerless files"
      ),
      (
        ["measure", sketch, "--tensor", "other"], 64,
        "\(sketch): has no tensor 'other'; 'qviz list' shows the 1 it has"
      ),
    ] as [([String], Int32, String)] {
      let outcome = try Program.run(arguments)
      #expect(outcome.errors == "qviz: \(sentence)\n")
      #expect(outcome.status == status && outcome.output.isEmpty)
    }
    #expect(!FileManager.default.fileExists(atPath: Checkout.root.appending(path: "x").path))
  }

  @Test("what only looks like a sketch is refused by its first bytes, however long it is")
  func sparse() throws {
    let scratch = try ScratchFolder()
    let named = try scratch.write([], to: "x.qvizsketch")
    let marked = try scratch.write(Array("qvizsket".utf8), to: "x.bin")
    for path in [named, marked] {
      let file = try FileHandle(forWritingTo: URL(filePath: path))
      try file.truncate(atOffset: 2000 << 30)
    }
    for (command, path, sentence) in [
      ("measure", named, "this is not a sketch: it does not begin with \"qvizsket\""),
      ("list", named, "this is not a sketch: it does not begin with \"qvizsket\""),
      ("measure", marked, "the sketch has version 0, and only version 1 is read"),
    ] {
      let outcome = try Program.run([command, path])
      #expect(outcome.errors == "qviz: \(path): \(sentence)\n")
      #expect(outcome.status == 65 && outcome.output.isEmpty)
    }
  }

  @Test("what needs the order of elements says so of a sketch")
  func order() throws {
    let (scratch, whole, _) = try parts()
    let sketch = scratch.path("s.qvizsketch")
    expectQuiet(try Program.run(["sketch", whole, "-o", sketch]))
    for (arguments, status) in [
      (["compare", sketch, whole], 64), (["compare", whole, sketch], 64),
      (["formats", sketch], 64), (["measure", sketch, "--format", "int8"], 64),
      (["plan", sketch, "--bits-per-value", "5"], 65),
    ] as [([String], Int32)] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == status && outcome.output.isEmpty, "\(arguments)")
      #expect(outcome.errors.contains("is a sketch, which has no order of elements"))
    }
  }

  @Test("a sketch is listed as one tensor without a shape of its own")
  func list() throws {
    let (scratch, whole, _) = try parts()
    let sketch = scratch.path("s.qvizsketch")
    expectQuiet(try Program.run(["sketch", whole, "-o", sketch]))
    let outcome = try Program.run(["list", sketch])
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    #expect(outcome.output.contains("whole  sketch     [50688]  50688"))
  }
}
