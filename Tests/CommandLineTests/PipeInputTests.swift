import Foundation
import TestSupport
import Testing

/// Tensors out of pipes and out of gzip: read as from a file, held in memory, and said to be.
@Suite struct PipeInputTests {
  private static let sample = "samples/gelu.npy"

  /// A folder with a tensor of four values, packed and not.
  private func tensors() throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    try scratch.write(NpyArray.file([1, 2, 3, 4]), to: "w.npy")
    let packed = try Program.shell("gzip -k w.npy; mkfifo named", in: scratch.url)
    try #require(packed.status == 0)
    return scratch
  }

  @Test(
    "the facts are those of the file, however it comes",
    arguments: [
      "cat FILE | qviz measure - --json", "qviz measure - --json < FILE",
      "cat FILE | qviz measure /dev/stdin --json", "qviz measure <(cat FILE) --json",
      "gzip -c FILE | qviz measure - --json", "qviz measure <(gzip -c FILE) --json",
      "(cat FILE | head -c 1000; cat FILE | tail -c +1001) | qviz - --min 0 --max 0.5",
    ])
  func facts(_ line: String) throws {
    let expected = try Program.run(
      line.contains("--json")
        ? ["measure", Self.sample, "--json"] : [Self.sample, "--min", "0", "--max", "0.5"])
    let outcome = try Program.shell(line.replacing("FILE", with: Self.sample))
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    guard line.contains("--json") else {
      let isSaid = { (line: Substring) in line.hasPrefix("tensor") || line.hasPrefix("in memory") }
      #expect(outcome.output.contains("read from a pipe"))
      #expect(
        outcome.output.split(separator: "\n").filter { !isSaid($0) }
          == expected.output.split(separator: "\n").filter { !isSaid($0) })
      return
    }
    func members(_ text: String) throws -> [String: Any] {
      let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
      return try #require(value as? [String: Any])
    }
    var found = try members(outcome.output)
    var wanted = try members(expected.output)
    let tensor = try #require(found["tensor"] as? [String: Any])
    let spooled = tensor["spooled"] as? [String: Any]
    if line.contains("< FILE") {
      #expect(spooled == nil)
    } else {
      #expect(spooled?["from"] as? String == (line.contains("gzip") ? "gzip_pipe" : "pipe"))
    }
    #expect((tensor["name"] as? String == "stdin") == !line.contains("<("))
    for key in ["name", "spooled"] {
      for facts in [0, 1] {
        var tensor = (facts == 0 ? found : wanted)["tensor"] as? [String: Any]
        tensor?[key] = nil
        if facts == 0 { found["tensor"] = tensor } else { wanted["tensor"] = tensor }
      }
    }
    #expect(NSDictionary(dictionary: found) == NSDictionary(dictionary: wanted))
  }

  @Test("the list says what is held in memory, and where it came from")
  func list() throws {
    let scratch = try tensors()
    let outcome = try Program.shell("cat w.npy | qviz list w.npy.gz -", in: scratch.url)
    #expect(
      outcome.output == """
        #  name   stored as  shape  count  bytes  file
        0  w      float32    [4]        4     16  w.npy.gz, 144 bytes unpacked from gzip
        1  stdin  float32    [4]        4     16  /dev/stdin, 144 bytes read from a pipe

        """)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let folder = try Program.run(["list", "."], in: scratch.url)
    #expect(folder.output.contains("./w.npy.gz, 144 bytes"))
  }

  @Test("headerless values, sketches, extracted values and a pipe with a name")
  func everywhere() throws {
    let scratch = try tensors()
    let lines = [
      ("tail -c +129 w.npy | qviz list - --shape 2,2 --json | tr -d ' \\n'", "\"shape\":[2,2]"),
      ("(head -c 128 > skipped; qviz list - --dtype uint8) < w.npy", "stdin  uint8      [16]"),
      ("cat w.npy | qviz sketch - -o s && qviz list s", "sketch     [4]"),
      ("cat s | qviz merge - w.npy -o s2; cat s | qviz list -", "sketch     [4]"),
      ("cat w.npy | qviz extract - -o - | cmp - w.npy && echo same", "same"),
      ("(cat w.npy > named &); qviz measure named", "read from a pipe"),
      ("cat w.npy | qviz snapshot -", "/dev/stdin: 144 bytes read from a pipe"),
    ]
    for (line, words) in lines {
      let outcome = try Program.shell(line, in: scratch.url)
      #expect(outcome.output.contains(words), "\(line): \(outcome)")
    }
  }

  @Test("what cannot be: twice, empty, too much, a folder, none, an output over the input")
  func refusals() throws {
    let scratch = try tensors()
    let lines: [(String, Int32, String)] = [
      (
        "cat w.npy | qviz list - w.npy -", 64,
        "standard input is named 2 times, and comes only once"
      ),
      (
        "cat w.npy | qviz sketch - - -o s", 64,
        "standard input is named 2 times, and comes only once"
      ),
      (
        ": | qviz measure -", 65, "/dev/stdin: is empty, expected at least one float32 (4 bytes)"
      ),
      (
        "yes | qviz measure - --memory 1M", 64,
        "/dev/stdin: has more than 1048576 bytes, the most that is held in memory; "
          + "--memory says how much may be"
      ),
      (
        "head -c 2000000 /dev/zero | gzip | qviz list - --memory 1M", 64,
        "/dev/stdin: has more than 1048576 bytes unpacked, the most that is held in memory; "
          + "--memory says how much may be"
      ),
      (
        "qviz measure - < /dev/null", 66,
        "/dev/stdin: is a socket or a device, expected a regular file, which can be mapped"
      ),
      (
        "qviz measure - <&-", 66,
        "/dev/stdin: is a socket or a device, expected a regular file, which can be mapped"
      ),
      ("qviz sketch - -o w.npy < w.npy", 64, "w.npy: is one of the files that are read"),
      ("qviz extract - -o w.npy < w.npy", 64, "w.npy: is one of the files that are read"),
      ("qviz extract w.npy.gz -o w.npy.gz", 64, "w.npy.gz: is one of the files that are read"),
      ("qviz measure w.npy.gz --codes w.npy.gz", 64, "w.npy.gz: is the tensor that is measured"),
    ]
    for (line, status, sentence) in lines {
      let outcome = try Program.shell(line, in: scratch.url)
      #expect(outcome.errors == "qviz: \(sentence)\n", "\(line)")
      #expect(outcome.status == status && outcome.output.isEmpty, "\(line)")
    }
  }

  @Test("files that are unpacked share what may be held, and those that fit are listed")
  func shared() throws {
    let scratch = try ScratchFolder()
    let values: [Float] = Array(repeating: 1, count: 100_000)
    for name in ["a.npy", "b.npy", "c.npy"] { try scratch.write(NpyArray.file(values), to: name) }
    let outcome = try Program.shell("gzip *.npy; qviz list . --memory 900K", in: scratch.url)
    #expect(outcome.output.split(separator: "\n").count == 3)
    #expect(
      outcome.errors
        == "qviz: ./c.npy.gz: has more than 121344 bytes unpacked, the most that is held in memory; "
        + "--memory says how much may be\n")
    #expect(outcome.status == 64)
  }

  @Test("a model that comes as a stream has no folder in which its other files could lie")
  func companions() throws {
    let model = "Tests/TensorFilesTests/Fixtures/onnx/external.onnx"
    for line in ["cat \(model) | qviz list -", "qviz list - < \(model)"] {
      let outcome = try Program.shell(line)
      #expect(outcome.output.contains("has no folder to lie in") && outcome.errors.isEmpty)
    }
    #expect(try !Program.run(["list", model]).output.contains("no folder"))
  }

  @Test("a signal ends what waits for a slow pipe")
  func interrupted() throws {
    // The shell can open its end when the program has opened the other, and then nothing comes.
    let line = "mkfifo p; '\(Program.path)' measure p & exec 3> p; kill -TERM $!; wait $!"
    let scratch = try ScratchFolder()
    let outcome = try Program.shell(line, in: scratch.url)
    #expect(outcome.status == 128 + 15 && outcome.output.isEmpty)
  }

  @Test("the explorer takes its keys from the terminal when its tensor comes from a pipe")
  func explorer() throws {
    let line = "gzip -c \(Self.sample) | '\(Program.path)' - --no-state"
    let session = try TerminalSession(
      ["bash", "-c", line], columns: 100, rows: 30, terminalType: "tmux-256color")
    try session.waitFor("the tensor") {
      $0.contains("stdin") && $0.contains("unpacked from gzip out of a pipe")
    }
    try session.send("2")
    try session.waitFor("the trade-off") { $0.contains("rounding") }
    try session.send("q")
    #expect(try session.waitForEnd() == 0)
    #expect(try session.isRestored())
  }

  @Test("standard input that is a terminal is a sentence, and none to take keys from means text")
  func terminals() throws {
    let refused = try TerminalSession([Program.path, "-"], columns: 100, rows: 30)
    #expect(try refused.waitForEnd() == 64)
    #expect(try refused.capture().contains("qviz: standard input is a terminal, expected a pipe"))
    let line = "cat \(Self.sample) | setsid -w '\(Program.path)' -"
    let printed = try TerminalSession(["bash", "-c", line], columns: 100, rows: 50)
    #expect(try printed.waitForEnd() == 0)
    #expect(try printed.capture().contains("in memory       "))
  }
}
