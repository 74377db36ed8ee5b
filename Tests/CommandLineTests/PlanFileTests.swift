import Foundation
import TestSupport
import Testing

/// The files that `qviz plan` writes for tools.
@Suite struct PlanFileTests {
  private let scratch: ScratchFolder
  private let model: String

  private static let shapes: [(name: String, shape: [Int])] = [
    ("model.layers.0.mlp.up_proj.weight", [8, 64]), ("model.layers.2.mlp.up_proj.weight", [8, 64]),
    ("model.layers.0.mlp.experts.0.up_proj.weight", [4, 64]),
    ("model.layers.0.mlp.experts.1.up_proj.weight", [4, 64]), ("lm_head.weight", [16, 64]),
    ("model.norm.weight", [64]),
  ]

  init() throws {
    scratch = try ScratchFolder()
    var random = SplitMix64(seed: 3)
    model = try scratch.write(
      try SafetensorsBytes.file(
        Self.shapes.map { name, shape in
          let values = (0..<shape.reduce(1, *)).map { _ in Float.random(in: -1...1, using: &random)
          }
          return (name, shape, values)
        }), to: "model.safetensors")
  }

  private func plan(
    _ to: String, _ formats: [String], _ options: [String] = []
  ) throws -> (outcome: Program.Outcome, text: String) {
    let path = scratch.path("plan")
    try? FileManager.default.removeItem(atPath: path)
    let outcome = try Program.run(
      ["plan", model, "--bits-per-value", "20", "-o", path, "--to", to] + options + ["--format"]
        + formats)
    return (outcome, (try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("options for llama.cpp are in its converter's names, experts as one")
  func llama() throws {
    let (outcome, text) = try plan("llama-tensor-types", ["gguf-q8_0"])
    #expect(outcome.status == 0 && outcome.errors.contains("read back"))
    #expect(
      Set(text.split(separator: "\n")) == [
        #"--tensor-type '^blk\.0\.ffn_up\.weight$=q8_0'"#,
        #"--tensor-type '^blk\.2\.ffn_up\.weight$=q8_0'"#,
        #"--tensor-type '^blk\.0\.ffn_up_exps\.weight$=q8_0'"#,
        #"--tensor-type '^output\.weight$=q8_0'"#,
      ])
    let split = try plan(
      "llama-tensor-types", ["gguf-q8_0", "gguf-q4_0"],
      ["--only", "*experts.0*=gguf-q4_0", "--only", "*experts.1*=gguf-q8_0"])
    #expect(split.outcome.status == 64 && split.text.isEmpty && split.outcome.output.isEmpty)
    #expect(split.outcome.errors.contains("blk.0.ffn_up_exps.weight"))
  }

  @Test("a recipe of compressed-tensors has a group for each format, and just its modules")
  func compressedTensors() throws {
    let (outcome, text) = try plan(
      "compressed-tensors", ["int4:g32:compressed-tensors", "fp8-e4m3:channel", "int8:channel"],
      [
        "--only", "*up_proj*=int4:g32:compressed-tensors", "--only",
        "*experts*=fp8-e4m3:channel", "--only", "lm_head*=",
      ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let whole = try #require(try object(text)["quantization_config"] as? [String: Any])
    #expect(whole["quant_method"] as? String == "compressed-tensors")
    #expect(whole["format"] as? String == "mixed-precision")
    #expect(whole["ignore"] as? [String] == ["re:^lm_head$"])
    let groups = try #require(whole["config_groups"] as? [String: [String: Any]])
    var targets: [String: [String]] = [:]
    for group in groups.values {
      let weights = try #require(group["weights"] as? [String: Any])
      let key = "\(weights["type"] ?? "")\(weights["num_bits"] ?? "") \(weights["strategy"] ?? "")"
      targets[key] = group["targets"] as? [String]
      if key == "int4 group" { #expect(weights["group_size"] as? Int == 32) }
      #expect(weights["symmetric"] as? Bool == true && weights["dynamic"] as? Bool == false)
    }
    #expect(targets["int4 group"] == [#"re:^model\.layers\.(0|2)\.mlp\.up_proj$"#])
    #expect(
      Set(targets["float8 channel"] ?? []) == [
        #"re:^model\.layers\.0\.mlp\.experts\.0\.up_proj$"#,
        #"re:^model\.layers\.0\.mlp\.experts\.1\.up_proj$"#,
      ])
    let one = try plan("compressed-tensors", ["nvfp4:compressed-tensors"])
    let only = try #require(try object(one.text)["quantization_config"] as? [String: Any])
    #expect(only["format"] as? String == "nvfp4-pack-quantized")
  }

  @Test("overrides of ONNX Runtime have a type for each initializer, and the axis of channels")
  func onnxRuntime() throws {
    let (outcome, text) = try plan(
      "ort-quant-types", ["int8:channel", "int4:torchao", "int8-asym"],
      [
        "--only", "*up_proj*=int4:torchao", "--only", "lm_head*=int8-asym", "--only",
        "*experts*=int8:channel",
      ])
    #expect(outcome.status == 0 && outcome.errors.contains("QuantType.from_string"))
    let overrides = try object(text)
    #expect(overrides.count == 5)
    for (name, expected) in [
      ("model.layers.0.mlp.up_proj.weight", ["quant_type": "QInt4", "symmetric": true]),
      ("lm_head.weight", ["quant_type": "QUInt8", "symmetric": false]),
      (
        "model.layers.0.mlp.experts.0.up_proj.weight",
        ["quant_type": "QInt8", "symmetric": true, "axis": 0]
      ),
    ] as [(String, [String: Any])] {
      let entries = try #require(overrides[name] as? [[String: Any]])
      #expect(entries as NSObject == [expected] as NSObject, "\(name)")
    }
  }

  @Test("encodings of AIMET have the width and the scales of each parameter")
  func aimet() throws {
    let (outcome, text) = try plan(
      "aimet-1.0.0", ["int8:channel", "int4:g32"], ["--only", "lm_head*=int4:g32"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let entries = try #require(try object(text)["param_encodings"] as? [[String: Any]])
    #expect(entries.count == 5)
    let head = try #require(entries.first { $0["name"] as? String == "lm_head.weight" })
    #expect(head["bw"] as? Int == 4 && head["enc_type"] as? String == "PER_BLOCK")
    #expect(head["block_size"] as? Int == 32)
    #expect((head["scale"] as? [Double])?.count == 32)
    let name = Self.shapes[0].name
    let layer = try #require(entries.first { $0["name"] as? String == name })
    #expect(layer["bw"] as? Int == 8 && layer["enc_type"] as? String == "PER_CHANNEL")
    let extracted = scratch.path("w.npy")
    _ = try Program.run(["extract", model, "--tensor", name, "-o", extracted])
    let values = try NpyArray(path: extracted).floats
    let scales = try #require(layer["scale"] as? [Double])
    for (row, scale) in scales.enumerated() {
      let largest = values[row * 64..<(row + 1) * 64].map(\.magnitude).max() ?? 0
      #expect(Float(scale) == Float(Double(largest) / 127))
    }
  }

  @Test(
    "what a file has no words for is said with the tensor and the format",
    arguments: [
      ("llama-tensor-types", "mxfp4", "llama.cpp"),
      ("compressed-tensors", "gguf-q8_0", "compressed-tensors"),
      ("ort-quant-types", "int4:g32", "ONNX Runtime"), ("aimet-0.6.1", "mxfp4", "AIMET"),
      ("aimet-1.0.0", "int8:torchao", "AIMET"),
    ])
  func refusals(_ to: String, _ format: String, _ tool: String) throws {
    let (outcome, text) = try plan(to, [format])
    #expect(outcome.status == 64 && outcome.output.isEmpty && text.isEmpty)
    for words in [tool, format, ".weight"] { #expect(outcome.errors.contains(words)) }
  }
}
