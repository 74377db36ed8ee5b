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

  @Test("constants of whole numbers that are equal are counted, and in no sum")
  func integers() throws {
    let (scratch, original, quantized) = try pair(["linear-weight": "gguf-q4_0"])
    defer { _ = scratch }
    let indices: [UInt8] = (0..<4).flatMap { [UInt8($0), 0, 0, 0, 0, 0, 0, 1] }
    for side in [original, quantized] {
      try Data(NpyArray.file(dtype: "<i8", shape: [4], bytes: indices)).write(
        to: URL(filePath: "\(side)/shape.npy"))
    }
    let report = try object(["compare", original, quantized, "--json"])
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    #expect(tensors.compactMap { $0["name"] as? String } == ["linear-weight"])
    #expect(report["equal_integers"] as? Int == 1)
    let error = try #require(tensors[0]["error"] as? [String: Any])
    let total = try #require(report["total"] as? [String: Any])
    #expect(total["sqnr_db"] as? Double == error["sqnr_db"] as? Double)
    // One that differs is a row like any other.
    try Data(NpyArray.file(dtype: "<i8", shape: [4], bytes: indices.reversed())).write(
      to: URL(filePath: "\(quantized)/shape.npy"))
    let changed = try object(["compare", original, quantized, "--json"])
    #expect((changed["tensors"] as? [Any])?.count == 2)
    #expect(changed["equal_integers"] as? Int == 0)
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

  /// What a referee counted of the codes of a layer.
  private struct Codes: Decodable {
    let lowest, highest, used, atEnds, count: Int

    enum CodingKeys: String, CodingKey {
      case lowest, highest, used, count
      case atEnds = "at_ends"
    }
  }

  @Test("codes of quantized checkpoints are counted as their bits say")
  func codes() throws {
    let path = "Tests/ModelComparisonTests/Fixtures/codes.json"
    let cases = try JSONDecoder().decode(
      [String: [String: Codes]].self,
      from: Data(contentsOf: Checkout.root.appending(path: path)))
    #expect(cases.count > 20)
    for (name, layers) in cases {
      let folder = "Tests/TensorFilesTests/Fixtures/checkpoints/\(name)/quantized"
      let report = try object(["compare", folder, folder, "--json"])
      let tensors = try #require(report["tensors"] as? [[String: Any]])
      for (layer, codes) in layers {
        let tensor = try #require(
          tensors.first { $0["name"] as? String == layer + ".weight" }, "\(name): \(layer)")
        #expect(tensor["codes_used"] as? Int == codes.used, "\(name): \(layer)")
        #expect(tensor["codes_available"] as? Int == codes.highest - codes.lowest + 1)
        let share = try #require(tensor["codes_at_ends"] as? Double)
        let expected = Double(codes.atEnds) / Double(codes.count)
        // Foundation reads decimals to within a unit of the last place.
        #expect(abs(share - expected) <= 1e-15 * expected, "\(name): \(layer)")
      }
    }
  }

  /// A GGUF file of a row of 256 values for each name, of types by their numbers.
  private func gguf(_ tensors: [(name: String, type: UInt32, byteCount: Int)]) -> Data {
    var file = Data("GGUF".utf8)
    func add(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { file.append(contentsOf: $0) }
    }
    add(UInt32(3))
    add(UInt64(tensors.count))
    add(UInt64(0))
    var place = 0
    for tensor in tensors {
      add(UInt64(tensor.name.utf8.count))
      file.append(contentsOf: tensor.name.utf8)
      add(UInt32(2))
      add(UInt64(256))
      add(UInt64(1))
      add(tensor.type)
      add(UInt64(place))
      place += (tensor.byteCount + 31) / 32 * 32
    }
    file.append(Data(count: (32 - file.count % 32) % 32 + place))
    return file
  }

  @Test("a tensor whose counterpart is listed and not read says so")
  func unread() throws {
    let scratch = try ScratchFolder()
    let names = ["q", "v"].map { "model.layers.2.self_attn.\($0)_proj.weight" }
    let ones = [Float](repeating: 1, count: 256)
    let original = try scratch.write(
      try SafetensorsBytes.file(names.map { ($0, [1, 256], ones) }), to: "o.safetensors")
    // float32, and a type that was for one processor.
    let quantized = try scratch.write(
      gguf([("blk.2.attn_q.weight", 0, 1024), ("blk.2.attn_v.weight", 31, 144)]), to: "q.gguf")
    let report = try object(["compare", original, quantized, "--json"])
    let rest = try #require(report["only_in_original"] as? [[String: Any]])
    #expect(rest.compactMap { $0["name"] as? String } == [names[1]])
    #expect(
      rest.first?["reason"] as? String == "its counterpart blk.2.attn_v.weight is not read")
  }

  @Test("sides that look exchanged are told so, and what was undone is said")
  func exchanged() throws {
    let (scratch, original, quantized) = try pair(["linear-weight": "bfloat16"])
    defer { _ = scratch }
    let samples = "Tests/TensorFilesTests/Fixtures/checkpoints/gguf_llama_q4_k_m_tied/quantized"
    let text = try Program.run(["compare", original, quantized])
    #expect(!text.output.contains("exchanged") && !text.output.contains("undone"))
    let file = try FileManager.default.contentsOfDirectory(
      atPath: Checkout.root.appending(path: samples).path
    ).first { $0.hasSuffix(".gguf") }
    let path = "\(samples)/\(try #require(file))"
    let list = try Program.run([
      "extract", path, "--tensor", "blk.0.ffn_up.weight", "-o",
      scratch.path("blk.0.ffn_up.weight.npy"),
    ])
    #expect(list.status == 0, "\(list.errors)")
    let report = try Program.run([
      "compare", path, scratch.path("blk.0.ffn_up.weight.npy"),
    ])
    #expect(report.output.contains("the sides may be exchanged"))
  }

  @Test(
    "a long name is shortened in the table alone, and of many alike findings the first are told")
  func manyAlike() throws {
    let scratch = try ScratchFolder()
    let long = String(repeating: "deep.", count: 40) + "weight"
    let names = (0..<12).map { "layer.\($0).weight" } + [long]
    func file(_ name: String, _ first: Float) throws -> String {
      let tensors = names.map { name in
        (name, [2, 40], [first] + (1..<80).map { Float($0) })
      }
      return try scratch.write(try SafetensorsBytes.file(tensors), to: name)
    }
    let (original, other) = (try file("o.safetensors", 0.5), try file("q.safetensors", 0.25))
    let text = try Program.run(["compare", original, other]).output
    let lines = text.split(separator: "\n")
    let table = lines.prefix(names.count + 2)
    #expect(table.allSatisfy { $0.count < 200 && !$0.contains(long) })
    #expect(table.contains { $0.contains("…") && $0.contains("deep.weight ") })
    let sentences = lines.filter { $0.contains(": not-identical, ") }
    #expect(sentences.count == 5)
    #expect(lines.contains("not-identical: 8 tensors more, as the flags say"))
    let report = try object(["compare", original, other, "--json"])
    let tensors = try #require(report["tensors"] as? [[String: Any]])
    #expect(tensors.contains { $0["name"] as? String == long })
    #expect(tensors.allSatisfy { ($0["findings"] as? [Any])?.count == 1 })
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
