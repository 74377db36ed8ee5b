import Foundation
import TestSupport
import Testing

/// What `qviz plan` says of tensors and options that it does nothing with.
@Suite struct PlanReasonTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func model(
    _ tensors: [(name: String, shape: [Int])],
    _ change: (inout [Float], String) -> Void = { _, _ in }
  ) throws -> String {
    var random = SplitMix64(seed: 9)
    return try scratch.write(
      try SafetensorsBytes.file(
        tensors.map { name, shape in
          var values = (0..<shape.reduce(1, *)).map { _ in Float(random.nextNormal()) }
          change(&values, name)
          return (name, shape, values)
        }), to: "model.safetensors")
  }

  private let matrices: [(name: String, shape: [Int])] = [
    ("a.weight", [8, 64]), ("b.weight", [8, 64]), ("norm.weight", [64]),
  ]

  private func plan(_ arguments: [String]) throws -> Program.Outcome {
    try Program.run(["plan"] + arguments)
  }

  private func rows(_ arguments: [String]) throws -> [String: [String: Any]] {
    let outcome = try plan(arguments + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    let report = try #require(value as? [String: Any])
    let rows = try #require(report["tensors"] as? [[String: Any]])
    return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"] as? String ?? "", $0) })
  }

  @Test("a tensor that loses values stays as it is, and it is said why")
  func losses() throws {
    let path = try model(matrices) { values, name in
      if name == "a.weight" { values[3] = 3e38 }
    }
    let options = [path, "--bits-per-value", "25", "--format", "gguf-q8_0", "mxfp4"]
    let rows = try rows(options)
    let row = try #require(rows["a.weight"])
    // A scale of 3e38 / 127 overflows float16, and with it a block of 32; an E8M0 scale does not.
    let refused = try #require(row["not_chosen_from"] as? [[String: String]])
    #expect(refused.map { $0["format"] } == ["gguf-q8_0"])
    #expect(refused[0]["reason"]?.hasPrefix("32 finite values became infinite or NaN") == true)
    #expect(row["format"] as? String == "mxfp4")
    #expect(rows["b.weight"]?["not_chosen_from"] == nil)
    let text = try plan(options).output
    #expect(text.contains("not chosen from: gguf-q8_0: 32 finite values"))
    let alone = try plan([path, "--bits-per-value", "25", "--format", "gguf-q8_0"]).output
    #expect(alone.contains("as it is: gguf-q8_0: 32 finite values") && alone.contains("(a.weight)"))
    #expect(alone.contains("as it is: fewer than two axes") && alone.contains("(norm.weight)"))
  }

  @Test("where nothing is left to plan, it is said of a tensor why")
  func nothing() throws {
    let path = try model([matrices[0]]) { values, _ in values[5] = .infinity }
    let outcome = try plan([path, "--bits-per-value", "25", "--format", "gguf-q8_0"])
    #expect(outcome.status == 65 && outcome.output.isEmpty)
    #expect(
      outcome.errors.contains("there is nothing to plan: 'a.weight' stays as it is (gguf-q8_0: 31"))
    #expect(!outcome.errors.contains("fits"))
  }

  @Test("the reason for a null is said in the row")
  func notes() throws {
    let path = try model(matrices)
    let rows = try rows([path, "--bits-per-value", "25", "--format", "gguf-q8_0"])
    let row = try #require(rows["norm.weight"])
    let notes = try #require(row["notes"] as? [String: String])
    #expect(row["format"] is NSNull && row["mse"] is NSNull && row["sqnr_db"] is NSNull)
    for name in ["format", "mse", "sqnr_db"] {
      #expect(notes[name]?.contains("fewer than two axes") == true)
    }
  }

  @Test("formats that are not to choose from cannot be the only ones")
  func restrictions() throws {
    let path = try model(matrices)
    let outcome = try plan([
      path, "--bits-per-value", "25", "--format", "gguf-q8_0", "--only", "a*=mxfp4",
    ])
    #expect(outcome.status == 64 && outcome.output.isEmpty)
    #expect(outcome.errors.contains("--only 'a*' names mxfp4"))
  }

  @Test("what does nothing is said")
  func remarks() throws {
    let path = try model(matrices)
    let outcome = try plan([
      path, "--bits-per-value", "25", "--format", "gguf-q8_0", "--not", "a*=mxfp4", "--weight",
      "nothing*=4", "--not", "b*=gguf-q8_0",
    ])
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.split(separator: "\n") == [
        "note: --not 'a*': mxfp4 is not to choose from anyway",
        "note: --weight 'nothing*': no tensor has such a name",
      ])
  }

  @Test("no file of the model is written over", arguments: ["config.json", "model.safetensors"])
  func companions(name: String) throws {
    let path = try model(matrices)
    try scratch.write(Array("{}".utf8), to: "config.json")
    let before = try Data(contentsOf: URL(filePath: scratch.path(name)))
    for source in [path, scratch.url.path] {
      let outcome = try plan([
        source, "--bits-per-value", "25", "--format", "gguf-q8_0", "-o", scratch.path(name), "--to",
        "csv",
      ])
      #expect(outcome.status == 64 && outcome.output.isEmpty, "\(source)")
      #expect(outcome.errors.contains(scratch.path(name)))
    }
    #expect(try Data(contentsOf: URL(filePath: scratch.path(name))) == before)
  }

  @Test("a table has any name, in quotation marks where it needs them")
  func names() throws {
    let path = try model([("it's", [4, 32]), ("two\nlines", [4, 32]), ("a,\"b\"", [4, 32])])
    let table = scratch.path("plan.csv")
    let options = [path, "--bits-per-value", "25", "--format", "gguf-q8_0", "-o", table, "--to"]
    #expect(try plan(options + ["csv"]).status == 0)
    let text = try String(contentsOfFile: table, encoding: .utf8)
    for name in ["it's", "\"two\nlines\"", "\"a,\"\"b\"\"\""] {
      #expect(text.contains("\n\(name),gguf-q8_0,8.5,"))
    }
    let refused = try plan(options + ["llama-tensor-types"])
    #expect(refused.status == 65 && refused.errors.contains("--to csv"))
  }
}
