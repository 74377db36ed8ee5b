import Foundation
import TestSupport
import Testing

/// Names of files that are not UTF-8: read, listed, written, kept, and shown by their bytes.
@Suite struct StrangeNameTests {
  /// A folder with a tensor, in a folder, both of whose names are Latin-1.
  private func tensors() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3, 4]), to: "w.npy")
    let outcome = try Program.shell(
      #"mkdir $'caf\xe9'; cp w.npy $'caf\xe9/gr\xfc\xdfe.npy'"#, in: scratch.url)
    try #require(outcome.status == 0, "\(outcome)")
    return scratch
  }

  @Test(
    "by its name, in its folder, by a pattern of the shell's and of our own",
    arguments: [
      #"$'caf\xe9/gr\xfc\xdfe.npy'"#, #"$'caf\xe9'"#, "caf*", "'caf*'", "'caf*/*.npy'", ".",
    ])
  func listed(_ path: String) throws {
    let scratch = try tensors()
    let outcome = try Program.shell("rm w.npy; qviz list \(path)", in: scratch.url)
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome)")
    #expect(outcome.output.contains(#"0  gr\xFC\xDFe  float32    [4]"#))
    #expect(outcome.output.contains(#"caf\xE9/gr\xFC\xDFe.npy"#))
    let measured = try Program.shell("qviz measure \(path)", in: scratch.url)
    #expect(measured.status == 0 && measured.output.contains(#"gr\xFC\xDFe"#))
  }

  @Test("in JSON each byte is U+10FF00 and the byte")
  func json() throws {
    let scratch = try tensors()
    let outcome = try Program.shell("qviz list caf* --json", in: scratch.url)
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let row = try #require((value as? [[String: Any]])?.first)
    #expect(row["file"] as? String == "caf\u{10FFE9}/gr\u{10FFFC}\u{10FFDF}e.npy")
    #expect(row["name"] as? String == "gr\u{10FFFC}\u{10FFDF}e")
  }

  @Test("outputs have the bytes that were said, whatever writes them")
  func outputs() throws {
    let scratch = try tensors()
    let lines = [
      #"extract w.npy -o $'o\xff1'"#, #"sketch w.npy -o $'caf\xe9/o\xff2'"#,
      #"measure w.npy --codes $'o\xff3' --dequantized $'o\xfe3'"#,
      // Over a file that is there, and through a link.
      #"extract w.npy -o $'o\xff1'"#,
    ]
    for line in lines {
      let outcome = try Program.shell("qviz \(line)", in: scratch.url)
      #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(line): \(outcome)")
    }
    let found = try Program.shell(
      #"cmp w.npy $'o\xff1' && ls $'o\xff3' $'o\xfe3' $'caf\xe9/o\xff2' | wc -l"#, in: scratch.url)
    #expect(found.output == "3\n", "\(found)")
  }

  @Test("sentences show the bytes; the input is never written over, by whatever name")
  func refusals() throws {
    let scratch = try tensors()
    let name = #"caf\xE9/gr\xFC\xDFe.npy"#
    let path = #"$'caf\xe9/gr\xfc\xdfe.npy'"#
    let lines: [(String, Int32, String)] = [
      (#"measure $'no\xff.npy'"#, 66, #"no\xFF.npy: no such file"#),
      ("extract \(path) -o \(path)", 64, "\(name): is one of the files that are read"),
      ("measure \(path) --codes caf*/*", 64, "\(name): is the tensor that is measured"),
      (
        "measure \(path) --axis 1", 64,
        "--axis and --group-size need --granularity channel or group"
      ),
      (
        "measure \(path) --granularity channel --axis 3", 64,
        "\(name): axis must be from 0 to 0 for shape [4], found 3"
      ),
    ]
    for (line, status, sentence) in lines {
      let outcome = try Program.shell("qviz \(line)", in: scratch.url)
      #expect(outcome.errors == "qviz: \(sentence)\n", "\(line)")
      #expect(outcome.status == status && outcome.output.isEmpty, "\(line)")
    }
  }

  @Test("an index of shards and the parts of a split model in such a folder")
  func parts() throws {
    let scratch = try tensors()
    let parts = "Tests/TensorFilesTests/Fixtures/gguf/model-0000*.gguf Tests/Fuzz/Shards/*"
    let line = "cp \(parts) \"$(echo '\(scratch.url.path)'/caf*)\""
    #expect(try Program.shell(line).status == 0)
    let split = try Program.shell("qviz list caf*/model-00001*.gguf", in: scratch.url)
    let plain = try Program.run([
      "list", "Tests/TensorFilesTests/Fixtures/gguf/model-00001-of-00003.gguf",
    ])
    #expect(split.status == 0)
    let lineCount = { (outcome: Program.Outcome) in outcome.output.split(separator: "\n").count }
    #expect(lineCount(split) == lineCount(plain) && !split.output.contains("missing"))
  }

  @Test("what is tuned is kept, and offered under the same name again")
  func state() throws {
    let scratch = try tensors()
    let line = "cd '\(scratch.url.path)'; exec '\(Program.path)' caf*/*.npy"
    let variables = ["QVIZ_NO_STATE": "", "XDG_STATE_HOME": scratch.path("state")]
    for isSecond in [false, true] {
      let session = try TerminalSession(
        ["bash", "-c", line], columns: 100, rows: 30, variables: variables)
      try session.waitFor("the tensor") { $0.contains(#"gr\xFC\xDFe  f32 [4]"#) }
      if isSecond {
        try session.waitFor("the offer") { $0.contains("R takes it up") }
        try session.send("q")
      } else {
        try session.send("H")
        try session.waitFor("a threshold that moved") {
          $0.contains("max") && $0.contains("clipped")
        }
        try session.send("q", "y")
      }
      #expect(try session.waitForEnd() == 0)
    }
  }
}
