import Foundation
import TestSupport
import Testing

/// `--imatrix`: importance matrices, and vectors by name.
@Suite struct ImportanceTests {
  private let scratch: ScratchFolder
  private let model: String
  private let matrix: String
  private let values: [String: [Float]]
  private let weights: [String: [Float]]

  private static let layers = [
    ("model.layers.0.self_attn.q_proj.weight", "blk.0.attn_q.weight", 24),
    ("model.layers.0.mlp.up_proj.weight", "blk.0.ffn_up.weight", 16),
    ("model.layers.1.mlp.up_proj.weight", "", 8),
  ]
  private static let columns = 256

  /// A model of three layers, and a matrix with rows for two of them under GGUF's names.
  init() throws {
    scratch = try ScratchFolder()
    var random = SplitMix64(seed: 19)
    var values: [String: [Float]] = [:]
    var weights: [String: [Float]] = [:]
    for (name, row, rows) in Self.layers {
      values[name] = (0..<rows * Self.columns).map { _ in Float.random(in: -1...1, using: &random) }
      guard !row.isEmpty else { continue }
      // A few inputs matter a thousand times as much as the others.
      weights[name] = (0..<Self.columns).map { $0 % 37 == 0 ? 1000 : Float($0 % 5) }
    }
    (self.values, self.weights) = (values, weights)
    model = try scratch.write(
      try SafetensorsBytes.file(
        Self.layers.map { ($0.0, [$0.2, Self.columns], values[$0.0] ?? []) }),
      to: "model.safetensors")
    matrix = try scratch.write(
      Self.legacy(Self.layers.filter { !$0.1.isEmpty }.map { ($0.1, weights[$0.0] ?? []) }),
      to: "imatrix.dat")
  }

  /// The older form of llama.cpp's file, of means over four calls.
  private static func legacy(_ rows: [(name: String, means: [Float])]) -> [UInt8] {
    func number(_ value: Int) -> [UInt8] {
      withUnsafeBytes(of: Int32(value).littleEndian) { Array($0) }
    }
    return rows.reduce(number(rows.count)) { bytes, row in
      bytes + number(row.name.utf8.count) + Array(row.name.utf8) + number(4)
        + number(row.means.count)
        + row.means.flatMap { number(Int(Int32(bitPattern: (4 * $0).bitPattern))) }
    }
  }

  private func object(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Program.run(arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let value = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return try #require(value as? [String: Any])
  }

  private func decoded(_ name: String, _ format: String, _ options: [String]) throws -> [Float] {
    let path = scratch.path("decoded.npy")
    _ = try object(
      ["measure", model, "--tensor", name, "--format", format, "--dequantized", path, "--json"]
        + options)
    return try NpyArray(path: path).floats
  }

  /// √(Σw·e² / Σw·x²), one value after another.
  private func referee(_ name: String, _ decoded: [Float]) -> Double {
    var (error, energy) = (0.0, 0.0)
    for (index, pair) in zip(values[name] ?? [], decoded).enumerated() {
      let weight = Double(weights[name]?[index % Self.columns] ?? 1)
      let difference = Double(pair.0) - Double(pair.1)
      error += weight * difference * difference
      energy += weight * Double(pair.0) * Double(pair.0)
    }
    return (error / energy).squareRoot()
  }

  @Test(
    "the weighted error is that of the values that are written, and searches use the matrix",
    arguments: ["gguf-q4_k", "gguf-q8_0", "int4:g32"])
  func measure(_ format: String) throws {
    let name = Self.layers[0].0
    let report = try object(
      ["measure", model, "--tensor", name, "--format", format, "--imatrix", matrix, "--json"])
    let error = try #require(report["error"] as? [String: Any])
    let found = try #require(error["weighted_relative_error"] as? Double)
    let with = try decoded(name, format, ["--imatrix", matrix])
    let without = try decoded(name, format, [])
    #expect(abs(found - referee(name, with)) <= 1e-12 * found)
    let decibels = try #require(error["weighted_sqnr_db"] as? Double)
    #expect(abs(decibels + 20 * log10(found)) <= 1e-9)
    let importance = try #require(report["importance"] as? [String: Any])
    #expect(importance["row"] as? String == "blk.0.attn_q.weight")
    #expect(importance["searched"] as? Bool == (format == "gguf-q4_k"))
    #expect((with != without) == (format == "gguf-q4_k"))
    #expect(referee(name, with) <= referee(name, without))
  }

  @Test("a tensor without a row is measured as without a matrix, and the reason is there")
  func absent() throws {
    let name = Self.layers[2].0
    let options = ["measure", model, "--tensor", name, "--format", "gguf-q4_k", "--json"]
    let report = try object(options + ["--imatrix", matrix])
    let error = try #require(report["error"] as? [String: Any])
    let plain = try #require(try object(options)["error"] as? [String: Any])
    #expect(error["mse"] as? Double == plain["mse"] as? Double)
    #expect(error["weighted_relative_error"] is NSNull)
    let notes = try #require(report["notes"] as? [String: Any])
    #expect(
      notes["error.weighted_relative_error"] as? String == "no row in the importance matrix")
  }

  @Test("formats on the screen are searched for by the matrix as on the command line")
  func screen() throws {
    let name = Self.layers[0].0
    func decibels(_ options: [String]) throws -> String {
      let report = try object(
        ["measure", model, "--tensor", name, "--format", "gguf-q4_k", "--json"] + options)
      let sqnr = (report["error"] as? [String: Any])?["sqnr_db"] as? Double
      return String(format: "%.2f", try #require(sqnr))
    }
    let (with, without) = (try decibels(["--imatrix", matrix]), try decibels([]))
    func row(_ options: [String]) throws -> String {
      let screen = ["snapshot", model, "--format", "gguf-q4_k", "--size", "120x36"]
      let rows = try Program.run(screen + options).output.split(separator: "\n").map(String.init)
      return try #require(rows.first { $0.contains("q_proj") && $0.contains("24×256") })
    }
    #expect(with != without)
    #expect(try row(["--imatrix", matrix]).contains(with) && row([]).contains(without))
  }

  @Test("formats are sorted by the weighted error")
  func formats() throws {
    let report = try object([
      "formats", model, "--tensor", Self.layers[1].0, "--imatrix", matrix, "--json", "--format",
      "gguf-q4_0", "gguf-q4_k", "int4:g32", "mxfp4", "gguf-iq4_nl", "bnb-nf4",
    ])
    let results = try #require(report["results"] as? [[String: Any]])
    let errors = try results.map {
      try #require(($0["error"] as? [String: Any])?["weighted_relative_error"] as? Double)
    }
    #expect(errors == errors.sorted())
    let plain = results.compactMap { ($0["error"] as? [String: Any])?["mse"] as? Double }
    #expect(plain != plain.sorted(), "the plain error has another order")
    let text = try Program.run([
      "formats", model, "--tensor", Self.layers[1].0, "--imatrix", matrix, "--format", "gguf-q4_k",
    ])
    #expect(text.output.contains("weighted dB"))
    #expect(text.output.contains("'blk.0.ffn_up.weight'; searched by it: gguf-q4_k\n"))
  }

  @Test("over a model, tensors without a row are told")
  func all() throws {
    let text = try Program.run([
      "measure", model, "--all", "--format", "gguf-q4_k", "--imatrix", matrix,
    ])
    #expect(text.status == 0)
    #expect(text.output.contains("2 of 3 tensors; of the others all columns count alike"))
    #expect(text.output.contains("  \(Self.layers[2].0): no row in the importance matrix\n"))
  }

  @Test("a comparison has the weighted error of each tensor, and sorts by it")
  func compare() throws {
    var tensors: [(name: String, shape: [Int], values: [Float])] = []
    for (place, layer) in Self.layers.enumerated() {
      let format = ["gguf-q4_0", "gguf-q5_0", "gguf-q4_1"][place]
      tensors.append((layer.0, [layer.2, Self.columns], try decoded(layer.0, format, [])))
    }
    let quantized = try scratch.write(try SafetensorsBytes.file(tensors), to: "q.safetensors")
    let report = try object(["compare", model, quantized, "--imatrix", matrix, "--json"])
    let rows = try #require(report["tensors"] as? [[String: Any]])
    #expect(rows.count == 3)
    var last = Double.infinity
    for row in rows {
      let name = try #require(row["name"] as? String)
      let error = try #require(row["error"] as? [String: Any])
      let expected = referee(name, try #require(tensors.first { $0.name == name }).values)
      let member = weights[name] == nil ? "relative_error" : "weighted_relative_error"
      let found = try #require(error[member] as? Double)
      #expect(abs(found - expected) <= 1e-9 * expected)
      #expect((error["weighted_relative_error"] is NSNull) == (weights[name] == nil))
      #expect(found <= last)
      last = found
    }
    let importance = try #require(report["importance"] as? [String: Any])
    #expect(importance["tensors"] as? Int == 2)
    let without = try #require(importance["without"] as? [[String: Any]])
    #expect(without.compactMap { $0["name"] as? String } == [Self.layers[2].0])
    #expect(
      try Program.run(["compare", model, quantized, "--sort", "weighted"]).status == 64)
  }

  @Test("the inputs of a matrix are its rows where the weights are as many as those")
  func rows() throws {
    var random = SplitMix64(seed: 2)
    let values = (0..<24 * 40).map { _ in Float.random(in: -1...1, using: &random) }
    let rounded = values.map { ($0 * 8).rounded() / 8 }
    let weights = (0..<24).map { Float($0 * $0) }
    func file(_ name: String, _ values: [Float], _ shape: [Int]) throws -> String {
      try scratch.write(
        try SafetensorsBytes.file([("dense.kernel", shape, values)]), to: name)
    }
    let report = try object([
      "compare", try file("o.safetensors", values, [24, 40]),
      try file("q.safetensors", rounded, [24, 40]), "--json", "--imatrix",
      try file("w.safetensors", weights, [24]),
    ])
    let tensor = try #require((report["tensors"] as? [[String: Any]])?.first)
    let error = try #require(tensor["error"] as? [String: Any])
    let found = try #require(error["weighted_relative_error"] as? Double)
    var (sum, energy) = (0.0, 0.0)
    for index in values.indices {
      let weight = Double(weights[index / 40])
      let difference = Double(values[index]) - Double(rounded[index])
      sum += weight * difference * difference
      energy += weight * Double(values[index]) * Double(values[index])
    }
    #expect(abs(found - (sum / energy).squareRoot()) <= 1e-9 * found)
  }

  @Test("of all choices within the budget a plan has the least weighted error")
  func plan() throws {
    let formats = ["gguf-q4_k", "gguf-q5_k", "gguf-q8_0"]
    let bits = [4.5, 5.5, 8.5]
    let costs = try Self.layers.map { layer in
      try formats.map { format in
        let relative = referee(
          layer.0,
          try decoded(layer.0, format, weights[layer.0] == nil ? [] : ["--imatrix", matrix]))
        return relative * relative
      }
    }
    let counts = Self.layers.map { Double($0.2 * Self.columns) }
    func total(_ picks: [Int]) -> (bits: Double, cost: Double) {
      let size = zip(picks, counts).reduce(0) { $0 + bits[$1.0] * $1.1 } / counts.reduce(0, +)
      return (size, zip(picks, costs).reduce(0) { $0 + $1.1[$1.0] })
    }
    var best = Double.infinity
    for first in 0..<3 {
      for second in 0..<3 {
        for third in 0..<3 where total([first, second, third]).bits <= 6.2 {
          best = min(best, total([first, second, third]).cost)
        }
      }
    }
    let report = try object(
      ["plan", model, "--bits-per-value", "6.2", "--imatrix", matrix, "--json", "--format"]
        + formats)
    let rows = try #require(report["tensors"] as? [[String: Any]])
    let picks = try rows.map { row in
      let format = try #require(row["format"] as? String)
      return try #require(formats.firstIndex(of: format))
    }
    // The rows are in the order of the file, which is that of names.
    let order = rows.compactMap { row in
      Self.layers.firstIndex { $0.0 == row["name"] as? String }
    }
    var sorted = [0, 0, 0]
    for (place, layer) in order.enumerated() { sorted[layer] = picks[place] }
    #expect(total(sorted).bits <= 6.2)
    #expect(abs(total(sorted).cost - best) <= 1e-9 * best)
    let bound = try #require(report["bound"] as? [String: Any])
    let reached = try #require(bound["reached"] as? Double)
    #expect(abs(reached - best) <= 1e-9 * best)
  }

  @Test("vectors by name, of tensors or of their modules, do as well")
  func vectors() throws {
    let name = Self.layers[0].0
    let module = String(name.dropLast(".weight".count))
    let file = try scratch.write(
      try SafetensorsBytes.file([(module, [Self.columns], weights[name] ?? [])]),
      to: "moments.safetensors")
    let options = ["measure", model, "--tensor", name, "--format", "gguf-q4_k", "--json"]
    let (one, other) = (
      try object(options + ["--imatrix", file]), try object(options + ["--imatrix", matrix])
    )
    #expect(one["error"] as? NSObject == other["error"] as? NSObject)
  }

  @Test("what is no importance matrix, and what does not go with one, is said")
  func mistakes() throws {
    let negative = try scratch.write(
      try SafetensorsBytes.file([("a", [2], [1, -1])]), to: "negative.safetensors")
    let measure = ["measure", model, "--tensor", Self.layers[0].0]
    for (arguments, status, words) in [
      (measure + ["--format", "int8", "--imatrix", "README.md"], 65, "README.md"),
      (measure + ["--format", "int8", "--imatrix", "nothere"], 66, "nothere"),
      (measure + ["--format", "int8", "--imatrix", negative], 65, "has -1.0 for 'a'"),
      (measure + ["--imatrix", matrix], 64, "--format"),
    ] as [([String], Int32, String)] {
      let outcome = try Program.run(arguments)
      #expect(outcome.status == status, "\(outcome.errors)")
      #expect(outcome.output.isEmpty && outcome.errors.contains(words), "\(outcome.errors)")
    }
  }
}
