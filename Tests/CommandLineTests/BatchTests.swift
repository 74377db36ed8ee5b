import Foundation
import TestSupport
import Testing

/// `--batches`: the values of a file as a tool's observer sees them, one batch after another.
@Suite struct BatchTests {
  /// The lower and the upper threshold, the scale and the zero-point of each calibrator that chose any.
  private func rows(_ arguments: [String]) throws -> [String: [Double]] {
    let run = try Program.run(["calibrate", "--json"] + arguments)
    #expect(run.status == 0, "\(run.errors)")
    let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    var rows: [String: [Double]] = [:]
    for result in try #require(report?["results"] as? [[String: Any]]) {
      guard let name = result["calibrator"] as? String,
        let range = result["clipping_range"] as? [String: Double],
        let encoding = (result["encodings"] as? [[String: Double]])?.first
      else { continue }
      rows[name] = [range["min"], range["max"], encoding["scale"], encoding["zero_point"]]
        .compactMap(\.self)
    }
    return rows
  }

  /// The cells of a line of the table, which are two blanks apart.
  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: /\s\s+/).map(String.init)
  }

  /// Headerless float32 values.
  private static func bytes(of values: [Float]) -> [UInt8] {
    values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) }
    }
  }

  private static let observers = [
    "--calibrator", "torch-histogram", "torch-moving-average", "ort-moving-average",
    "ort-percentile", "ort-distribution", "aimet-tf-enhanced",
  ]

  @Test(
    "eight batches of a file end in the scales of the tools",
    arguments: [("act_minilm_l4_gelu", "float32"), ("minilm_l1_value_bf16", "bfloat16")])
  func goldens(_ tensor: String, type: String) throws {
    let rows = try rows(
      [Checkout.tensor(tensor), "--dtype", type, "--batches", "8"] + Self.observers)
    for (calibrator, tool, record, member) in [
      ("torch-histogram", "torch", "HistogramObserver/quint8_affine/8chunks", "scale"),
      (
        "torch-moving-average", "torch", "MovingAverageMinMaxObserver/quint8_affine/8chunks_c0.01",
        "scale"
      ),
      ("aimet-tf-enhanced", "aimet", "tf_enhanced/bw8/asymmetric/8chunks", "encodings.delta"),
    ] {
      let golden = try #require(
        try ToolGolden.all(tool, record).first { $0.tensor == tensor && $0.record == record })
      let scale = try #require(rows[calibrator]?[2])
      #expect(Float(scale) == golden.double(member).map { Float($0) }, "\(calibrator)")
    }
  }

  @Test(
    "files that are batches end where the tools do, one after another",
    arguments: [("act_minilm_l4_gelu", "float32"), ("minilm_l1_value_bf16", "bfloat16")])
  func files(_ tensor: String, type: String) throws {
    let scratch = try ScratchFolder()
    let fixture = Fixture.named(tensor)
    let width = fixture.bytes.count / fixture.values.count
    let (size, longer) = fixture.values.count.quotientAndRemainder(dividingBy: 8)
    var start = 0
    let paths = try (0..<8).map { batch in
      let end = start + (size + (batch < longer ? 1 : 0)) * width
      defer { start = end }
      let path = scratch.path("batch-\(batch).bin")
      try Data(fixture.bytes[(fixture.bytes.startIndex + start)..<(fixture.bytes.startIndex + end)])
        .write(to: URL(filePath: path))
      return path
    }
    let files = try rows(paths + ["--dtype", type, "--batches", "files"] + Self.observers)
    let cut = try rows(
      [Checkout.tensor(tensor), "--dtype", type, "--batches", "8"] + Self.observers)
    #expect(files == cut)
    let single = try rows([Checkout.tensor(tensor), "--dtype", type] + Self.observers)
    // ONNX Runtime fails on bfloat16.
    #expect((files["ort-moving-average"] == nil) == (type == "bfloat16"))
    #expect(type == "bfloat16" || files["ort-moving-average"] != single["ort-distribution"])
    let turned = try rows(
      paths.reversed() + ["--dtype", type, "--batches", "files"] + Self.observers)
    #expect(turned["torch-moving-average"] != files["torch-moving-average"])
  }

  @Test("a file that is named twice is two batches, wherever")
  func repeatedFiles() throws {
    let scratch = try ScratchFolder()
    try scratch.write(Self.bytes(of: (0..<12).map { Float($0) }), to: "first.bin")
    try scratch.write(Self.bytes(of: (0..<6).map { Float($0) }), to: "second.bin")
    let (first, second) = (scratch.path("first.bin"), scratch.path("second.bin"))
    for (paths, count) in [([first, first], 24), ([first, second, first], 30)] {
      let outcome = try Program.run(["measure"] + paths + ["--batches", "files", "--json"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("\"count\" : \(count)"), "\(outcome.output)")
    }
    // Without batches a file is one tensor, however often it is named.
    let list = try Program.run(["list", first, first])
    #expect(list.output.split(separator: "\n").count { $0.contains("first.bin") } == 1)
  }

  @Test("batches of other lengths make one tensor; what else differs is refused by name")
  func differingFiles() throws {
    let scratch = try ScratchFolder()
    try scratch.write(Self.bytes(of: (0..<12).map { Float($0) }), to: "first.bin")
    try scratch.write(Self.bytes(of: (0..<6).map { Float($0) }), to: "second.bin")
    let paths = [scratch.path("first.bin"), scratch.path("second.bin")]
    let whole = try Program.run(
      ["measure"] + paths + ["--shape", "-1,3", "--batches", "files", "--json"])
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.contains("\"batches\"") && whole.output.contains("\"count\" : 18"))
    let copy = try Program.run(["extract", paths[0], "-o", scratch.path("plain.npy")])
    #expect(copy.status == 0)
    let ranks = try Program.run(
      ["measure", scratch.path("plain.npy"), scratch.path("second.bin"), "--batches", "files"])
    #expect(ranks.status == 0, "\(ranks.errors)")
    let table = try Program.run([
      "calibrate", Checkout.tensor("adv_laplace"), paths[0], "--batches", "files",
    ])
    #expect(table.status == 64 && table.errors.contains("first.bin: is of shape"))
    let types = try Program.run([
      "calibrate", Checkout.tensor("adv_f16"), paths[0], "--batches", "files",
    ])
    #expect(types.status == 64 && types.errors.contains("stored as float32"))
    let screen = try Program.run(
      ["snapshot"] + paths + ["--batches", "files", "--size", "120x40", "--keys", "3"])
    #expect(screen.output.contains("2 batches"), "\(screen.output)")
  }

  @Test("counted, sorted and column-major files have the same batches")
  func ways() throws {
    let scratch = try ScratchFolder()
    // Enough for each batch to be counted, and wider from batch to batch.
    var random = SplitMix64(seed: 31)
    let shape = (rows: 560, columns: 250)
    let bytes = (0..<shape.rows * shape.columns).map { index in
      UInt8(truncatingIfNeeded: Int(random.next() % UInt64(60 + index / 1000)))
    }
    try Data(bytes).write(to: scratch.url.appending(path: "counted.bin"))
    try scratch.write(Self.bytes(of: bytes.map { Float($0) }), to: "sorted.bin")
    var header = "{'descr': '|u1', 'fortran_order': True, 'shape': (560, 250), }"
    header += String(repeating: " ", count: 117 - header.count) + "\n"
    var file = Data([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 118, 0]) + Data(header.utf8)
    for column in 0..<shape.columns {
      for row in 0..<shape.rows { file.append(bytes[row * shape.columns + column]) }
    }
    try file.write(to: scratch.url.appending(path: "columns.npy"))
    let batches = ["--batches", "2"] + Self.observers
    let sorted = try rows([scratch.path("sorted.bin")] + batches)
    #expect(sorted["ort-moving-average"] != sorted["ort-distribution"])
    let counted = [scratch.path("counted.bin"), "--dtype", "uint8"]
    #expect(try rows(counted + batches) == sorted)
    #expect(try rows([scratch.path("columns.npy")] + batches) == sorted)
    // One batch is no batch, but for moving averages.
    let one = try rows(counted + ["--batches", "1"] + Self.observers)
    let none = try rows(counted + Self.observers)
    #expect(one["ort-distribution"] == none["ort-distribution"])
    #expect(one["ort-distribution"] != sorted["ort-distribution"])
    #expect(one["ort-moving-average"] != none["ort-moving-average"])
  }

  @Test("without room for batches there are bounds, and what needs more says so")
  func memory() throws {
    let scratch = try ScratchFolder()
    var random = SplitMix64(seed: 32)
    let values = (0..<100_000).map { _ in Float(Int64(bitPattern: random.next()) >> 40) }
    try scratch.write(Self.bytes(of: values), to: "values.bin")
    let arguments = [scratch.path("values.bin"), "--batches", "2"] + Self.observers
    let roomy = try Program.run(["calibrate"] + arguments)
    let tight = try Program.run(["calibrate"] + arguments + ["--memory", "1M"])
    #expect(!roomy.output.contains("memory"))
    #expect(
      tight.output.contains(
        "torch-histogram cannot: there is no memory for batches beside the tensor"))
    func line(_ name: String, _ output: String) -> [String] {
      output.split(separator: "\n").first { $0.hasPrefix(name) }.map(Self.cells) ?? []
    }
    #expect(line("torch-moving", tight.output) == line("torch-moving", roomy.output))
    #expect(line("torch-moving", tight.output).count > 5)
    // A sketch of the tensor, and of each batch: estimates of the same.
    let sketched = try rows(arguments + ["--memory", "100K"])
    let exact = try #require(Double(line("torch-histogram", roomy.output)[2]))
    let estimate = try #require(sketched["torch-histogram"]?[1])
    #expect(abs(estimate - exact) <= 0.01 * exact)
  }

  @Test("a sketch has no order of values, and says so")
  func sketch() throws {
    let scratch = try ScratchFolder()
    let sketched = try Program.run([
      "sketch", Checkout.tensor("adv_laplace"), "-o", scratch.path("laplace.qvizsketch"),
    ])
    #expect(sketched.status == 0)
    let run = try Program.run([
      "calibrate", scratch.path("laplace.qvizsketch"), "--batches", "4", "--calibrator",
      "torch-histogram",
    ])
    #expect(run.output.contains("it goes by the order of the values, which is not known here"))
  }

  @Test("the screen and the explanation say how many batches there are")
  func screen() throws {
    let tensor = Checkout.tensor("act_minilm_l4_gelu")
    let table = try Program.run([
      "snapshot", tensor, "--size", "120x40", "--batches", "8", "--keys", "3",
    ])
    #expect(table.output.contains("by tool · 8 batches"))
    let typed = try Program.run([
      "snapshot", tensor, "--size", "120x40", "--keys",
      "3 : b a t c h e s Space 8 Enter " + String(repeating: "Down ", count: 6) + "x",
    ])
    #expect(typed.output.contains("Batches: the values in row-major order, cut into 8 runs"))
  }

  @Test("a number of batches that makes no sense is one sentence", arguments: ["0", "-3", "1025"])
  func mistakes(_ count: String) throws {
    for command in ["calibrate", "measure", "snapshot"] {
      let run = try Program.run([command, Checkout.tensor("adv_laplace"), "--batches=\(count)"])
      #expect(run.status == 64 && run.output.isEmpty)
      #expect(run.errors == "qviz: --batches must be from 1 to 1024, found \(count)\n")
    }
  }
}
