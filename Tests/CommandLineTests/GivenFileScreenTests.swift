import EncodingFiles
import Foundation
import Testing

@testable import qviz

/// `qviz PATH --encodings FILE`: the screen begins with what a file has.
@Suite struct GivenFileScreenTests {
  private func screen(_ arguments: [String]) throws -> String {
    let run = try Program.run(["snapshot", "--size", "120x40"] + arguments)
    #expect(run.status == 0, "\(run.errors)")
    return run.output
  }

  @Test("every format that is read says the tensor what it was measured with")
  func formats() throws {
    let scratch = try ScratchFolder()
    for format in EncodingFormatCatalog.readable {
      let file = scratch.path("g.\(format.identifier)")
      let written = try Program.run([
        "measure", "samples/gelu.npy", "--bits", "8", "--symmetric", "--min", "-2", "--max", "2",
        "-o", file, "--to", format.identifier, "--role", "activation",
      ])
      // ncnn has no symmetric codes with the lowest.
      guard written.status == 0 else {
        #expect(format.identifier == "ncnn", "\(format.identifier): \(written.errors)")
        continue
      }
      let text = try screen([
        "samples/gelu.npy", "--encodings", file, "--from", format.identifier, "--bits", "8",
        "--symmetric", "--signed",
      ])
      #expect(text.contains("given ◇"), "\(format.identifier)")
      #expect(text.contains("as g.\(format.identifier) has it"), "\(format.identifier)")
      #expect(text.contains("int8 symmetric"), "\(format.identifier)")
      // 2 / 127.
      #expect(text.contains("0.01574803"), "\(format.identifier)")
    }
  }

  @Test("it is the first row of the table of calibrators")
  func table() throws {
    let scratch = try ScratchFolder()
    let file = scratch.path("g.json")
    #expect(
      try Program.run([
        "measure", "samples/gelu.npy", "--max", "2", "--min", "-0.25", "-o", file, "--to",
        "qviz-json",
      ]).status == 0)
    let text = try screen(["samples/gelu.npy", "--encodings", file, "--keys", "3"])
    let rows = text.split(separator: "\n")
    let given = try #require(rows.firstIndex { $0.contains("given g.json") })
    let minMax = try #require(rows.firstIndex { $0.contains("min-max") })
    #expect(given < minMax)
  }

  @Test("what does not fit is one sentence, and of several tensors those that fit begin with it")
  func refusals() throws {
    let scratch = try ScratchFolder()
    let file = scratch.path("c.json")
    #expect(
      try Program.run([
        "measure", "samples/conv-weight.npy", "--granularity", "channel", "-o", file, "--to",
        "qviz-json",
      ]).status == 0)
    let alone = try Program.run(["snapshot", "samples/gelu.npy", "--encodings", file])
    #expect(alone.status == 65 && alone.output.isEmpty, "\(alone.errors)")
    let both = try screen([
      "samples/gelu.npy", "samples/conv-weight.npy", "--tensor", "conv-weight", "--encodings", file,
    ])
    #expect(both.contains("as c.json has it"))
    let none = try Program.run([
      "snapshot", "samples/gelu.npy", "samples/relu.npy", "--encodings", file,
    ])
    #expect(none.status == 65 && none.errors.contains("has encodings for none of the 2 tensors"))
    let range = try Program.run([
      "snapshot", "samples/gelu.npy", "--encodings", file, "--min", "0", "--max", "1",
    ])
    #expect(range.status == 64 && range.errors.contains("--encodings excludes --min"))
  }

  @Test("without a screen the text is that of measure")
  func text() throws {
    let scratch = try ScratchFolder()
    let file = scratch.path("g.json")
    let options = ["samples/gelu.npy", "--max", "2", "--min", "-0.25"]
    let measured = try Program.run(["measure"] + options + ["-o", file, "--to", "aimet-1.0.0"])
    #expect(measured.status == 0)
    let explored = try Program.run(["samples/gelu.npy", "--encodings", file])
    let given = try Program.run(["measure", "samples/gelu.npy", "--encodings", file])
    #expect(explored.status == 0 && explored.output == given.output)
  }
}
