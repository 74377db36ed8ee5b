import Foundation
import NumberFormats
import Testing

/// `qviz formats` and `measure --format`.
@Suite struct FormatsTests {
  private func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  @Test("each row is what measuring in that format alone says, the least error first")
  func rows() throws {
    let table = try object(["formats", "samples/linear-weight.npy", "--json"])
    let results = try #require(table["results"] as? [[String: Any]])
    #expect(
      Set(results.compactMap { $0["format"] as? String }) == Set(NumberFormat.usual.map(\.name)))
    var last = -1.0
    for row in results {
      let name = try #require(row["format"] as? String)
      guard let error = row["error"] as? [String: Any] else {
        #expect(row["not_applicable"] as? String != nil)
        continue
      }
      let mean = try #require(error["mse"] as? Double)
      #expect(mean >= last, "\(name)")
      last = mean
    }
    for name in ["gguf-q4_0", "gguf-q8_0", "mxfp4", "bnb-nf4", "int4:g128", "fp8-e4m3:channel"] {
      let row = try #require(results.first { $0["format"] as? String == name })
      let alone = try object(["measure", "samples/linear-weight.npy", "--format", name, "--json"])
      #expect(row["error"] as? NSObject == alone["error"] as? NSObject)
      let format = try #require(alone["format"] as? [String: Any])
      #expect(format["bits_per_value"] as? Double == row["bits_per_value"] as? Double)
      let sizes = ["bnb-nf4": 64, "int4:g128": 128, "fp8-e4m3:channel": 384]
      #expect(format["block_size"] as? Int == sizes[name] ?? 32)
      #expect(alone["scheme"] == nil)
    }
  }

  @Test("of every tensor there is what there is of it alone")
  func all() throws {
    let paths = ["samples/linear-weight.npy", "samples/conv-weight.npy"]
    let options = ["--format", "gguf-q8_0", "int4:channel", "--json"]
    let report = try object(["formats"] + paths + ["--all"] + options)
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    for (path, tensor) in zip(paths, tensors) {
      #expect(tensor as NSObject == (try object(["formats", path] + options)) as NSObject)
    }
    let text = try Program.run(["formats"] + paths + ["--all", "--format", "gguf-q8_0"])
    #expect(text.status == 0 && text.output.contains("linear-weight [192, 384]\n"))
    #expect(try Program.run(["formats"] + paths + ["--all", "--tensor", "0"]).status == 64)
  }

  @Test("the values that are written have the error that is reported")
  func dequantized() throws {
    let scratch = try ScratchFolder()
    let path = scratch.path("d.npy")
    let report = try object([
      "measure", "samples/linear-weight.npy", "--format", "gguf-q4_0", "--dequantized", path,
      "--json",
    ])
    let error = try #require(report["error"] as? [String: Any])
    let original = try NpyArray(
      path: Checkout.root.appending(path: "samples/linear-weight.npy").path)
    let decoded = try NpyArray(path: path)
    #expect(original.shape == decoded.shape)
    let squared = zip(original.floats, decoded.floats).reduce(0.0) {
      $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
    }
    let expected = try #require(error["mse"] as? Double)
    let mean = squared / Double(original.floats.count)
    #expect(abs(mean - expected) <= 1e-12 * expected)
  }

  @Test("over a model, what does not fit stays as it is, and the rest adds up")
  func model() throws {
    let all = try object(["measure", "samples", "--all", "--format", "gguf-q8_0", "--json"])
    let tensors = try #require(all["tensors"] as? [[String: Any]])
    #expect(tensors.count == 8)
    let measured = tensors.filter { $0["format"] != nil }
    #expect(measured.count + tensors.count { $0["not_applicable"] != nil } == 8)
    let counts = measured.filter { $0["in_total"] as? Bool == true }.compactMap {
      ($0["tensor"] as? [String: Any])?["finite"] as? Int
    }
    let shapes = measured.map { ($0["tensor"] as? [String: Any])?["shape"] as? [Int] ?? [] }
    #expect(measured.map { $0["in_total"] as? Bool } == shapes.map { $0.count > 1 })
    let total = try #require(all["total"] as? [String: Any])
    #expect(total["count"] as? Int == counts.reduce(0, +))
    #expect(total["bits_per_value"] as? Double == 8.5)
  }

  @Test("a name that no format has is answered with the near ones")
  func unknown() throws {
    for (name, near) in [("nf4", "bnb-nf4"), ("q4_k_m", "gguf-q4_k"), ("gguf-q4k", "gguf-q4_k")] {
      let outcome = try Program.run(["measure", "samples/gelu.npy", "--format", name])
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("did you mean") && outcome.errors.contains(near))
      #expect(outcome.output.isEmpty)
    }
  }

  @Test(
    "what a format has no use for is refused",
    arguments: [
      ["--bits", "4"], ["--min", "-1"], ["--calibrator", "mse"], ["--codes", "c.npy"],
      ["--granularity", "channel"], ["-o", "x.json"],
    ])
  func exclusions(_ options: [String]) throws {
    let outcome = try Program.run(
      ["measure", "samples/gelu.npy", "--format", "gguf-q8_0"] + options)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--format"))
  }
}
