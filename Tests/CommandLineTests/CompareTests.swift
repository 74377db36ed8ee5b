import Foundation
import Testing

/// `qviz compare`: two sides of any formats.
@Suite struct CompareTests {
  private func object(_ arguments: [String], status: Int32 = 0) throws -> [String: Any] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  /// A folder with an original, and what formats make of its tensors under the same names.
  private func pair(_ formats: [String: String]) throws -> (ScratchFolder, String, String) {
    let scratch = try ScratchFolder()
    for side in ["original", "quantized"] {
      try FileManager.default.createDirectory(
        atPath: scratch.path(side), withIntermediateDirectories: true)
    }
    for (name, format) in formats {
      let sample = Checkout.root.appending(path: "samples/\(name).npy").path
      try FileManager.default.copyItem(atPath: sample, toPath: scratch.path("original/\(name).npy"))
      let outcome = try Program.run([
        "measure", sample, "--format", format, "--dequantized",
        scratch.path("quantized/\(name).npy"),
      ])
      #expect(outcome.status == 0)
    }
    return (scratch, scratch.path("original"), scratch.path("quantized"))
  }

  @Test("the error of each pair is that of the format that made it, the worst first")
  func errors() throws {
    let formats = [
      "linear-weight": "gguf-q4_0", "embedding": "gguf-q8_0", "residual": "gguf-q5_0",
    ]
    let (scratch, original, quantized) = try pair(formats)
    defer { _ = scratch }
    let report = try object(["compare", original, quantized, "--json"])
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    #expect(tensors.count == 3)
    var last = Double.infinity
    var shares = 0.0
    for tensor in tensors {
      let name = try #require(tensor["name"] as? String)
      #expect(tensor["counterpart"] as? String == name)
      let error = try #require(tensor["error"] as? [String: Any])
      let relative = try #require(error["relative_error"] as? Double)
      #expect(relative <= last)
      last = relative
      shares += try #require(tensor["error_share"] as? Double)
      let alone = try object([
        "measure", "\(original)/\(name).npy", "--format", try #require(formats[name]), "--json",
      ])
      let expected = try #require(alone["error"] as? [String: Any])
      for metric in ["mse", "sqnr_db", "mae", "max_abs_error", "cosine", "mean_error"] {
        let (one, other) = (
          try #require(error[metric] as? Double), try #require(expected[metric] as? Double)
        )
        #expect(abs(one - other) <= 1e-9 * abs(other), "\(name) \(metric)")
      }
    }
    #expect(abs(shares - 1) <= 1e-9)
    #expect((report["only_in_original"] as? [Any])?.isEmpty == true)
  }

  @Test("tensors below a line are listed, and one tensor can be asked for")
  func threshold() throws {
    let (scratch, original, quantized) = try pair([
      "linear-weight": "gguf-q4_0", "embedding": "gguf-q8_0",
    ])
    defer { _ = scratch }
    let report = try object(["compare", original, quantized, "--below", "30", "--json"])
    let below = try #require(report["below"] as? [String: Any])
    #expect(below["names"] as? [String] == ["linear-weight"])
    let one = try object([
      "compare", original, quantized, "--tensor", "embedding", "--json",
    ])
    #expect((one["tensors"] as? [[String: Any]])?.count == 1)
    let text = try Program.run(["compare", original, quantized])
    #expect(text.output.contains("weight damage, not output damage"))
  }

  @Test("what has no counterpart is listed on both sides, with the reason")
  func unmatched() throws {
    let (scratch, original, quantized) = try pair(["embedding": "gguf-q8_0"])
    defer { _ = scratch }
    try Data(NpyArray.file([Float](repeating: 1, count: 7))).write(
      to: URL(filePath: "\(original)/lost.npy"))
    try Data(NpyArray.file([Float](repeating: 1, count: 9))).write(
      to: URL(filePath: "\(quantized)/new.npy"))
    let report = try object(["compare", original, quantized, "--json"])
    for (member, name) in [("only_in_original", "lost"), ("only_in_quantized", "new")] {
      let rest = try #require(report[member] as? [[String: Any]])
      #expect(rest.compactMap { $0["name"] as? String } == [name])
      #expect(rest.first?["reason"] as? String != nil)
    }
  }

  @Test("a layer of a quantized checkpoint is compared as one tensor with its bits")
  func checkpoint() throws {
    let folder = "Tests/TensorFilesTests/Fixtures/checkpoints/gptq_4bit_g32_sym/quantized"
    let report = try object(["compare", folder, folder, "--json"])
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    let layer = try #require(
      tensors.first { ($0["stored_as"] as? String)?.hasPrefix("gptq int4") == true })
    let error = try #require(layer["error"] as? [String: Any])
    #expect(error["mse"] as? Double == 0)
    let bits = try #require(layer["bits_per_value"] as? Double)
    #expect(bits > 4 && bits < 6)
  }

  @Test("mistakes are said in a sentence")
  func mistakes() throws {
    for (arguments, status) in [
      (["samples/gelu.npy", "nothere.npy"], 66), (["samples/gelu.npy", "README.md"], 65),
      (["samples/gelu.npy", "samples/gelu.npy", "--sort", "x"], 64),
      (["samples/gelu.npy", "samples/gelu.npy", "--below", "nan"], 64),
      (["samples/gelu.npy", "samples/gelu.npy", "--tensor", "x"], 64), (["-", "-"], 64),
    ] as [([String], Int32)] {
      let outcome = try Program.run(["compare"] + arguments)
      #expect(outcome.status == status, "\(arguments): \(outcome.errors)")
      #expect(outcome.output.isEmpty && outcome.errors.hasPrefix("qviz: "))
    }
  }
}
