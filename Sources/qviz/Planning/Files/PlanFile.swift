import EncodingFiles
import ModelComparison
import NumberFormats

/// As what a plan is written.
enum PlanFile: String, CaseIterable {
  /// A line for each tensor: name, format, bits, error.
  case csv
  /// `--tensor-type` options of llama.cpp's quantizer, one to a line.
  case llamaTensorTypes = "llama-tensor-types"
  /// A `quantization_config` of compressed-tensors, for llm-compressor.
  case compressedTensors = "compressed-tensors"
  /// `TensorQuantOverrides` of ONNX Runtime, of types alone.
  case onnxQuantTypes = "ort-quant-types"
  /// Encodings of AIMET, with the bit widths and the scales that go with them.
  case aimet061 = "aimet-0.6.1"
  case aimet100 = "aimet-1.0.0"
  case aimet200 = "aimet-2.0.0"

  /// Writes a plan, reads it back, and says so.
  ///
  /// - Throws: `Failure` where the file has no words for a format, and where it is not written.
  func write(_ model: PlannedModel, to path: String) throws {
    switch self {
    case .csv: try write(PlanTable.text(model), of: model, to: path)
    case .llamaTensorTypes:
      let types = try LlamaTensorTypes(model)
      try write(types.text, of: model, to: path, remarks: types.remarks)
    case .compressedTensors:
      let recipe = try CompressedTensorsRecipe(model)
      try write(try recipe.json.text() + "\n", of: model, to: path, remarks: recipe.remarks)
    case .onnxQuantTypes:
      let types = try ONNXQuantTypes(model)
      try write(try types.json.text() + "\n", of: model, to: path, remarks: types.remarks)
    case .aimet061, .aimet100, .aimet200:
      try PlanEncodings.write(model, as: rawValue, to: path)
    }
  }

  private func write(
    _ text: String, of model: PlannedModel, to path: String, remarks: [String] = []
  ) throws {
    let bytes = Array(text.utf8)
    try Failure.translating {
      var file = try AtomicFile(path: path, existing: .replace)
      try file.write(bytes)
      try file.synchronize()
      guard try file.readBack(count: bytes.count + 1) == bytes else {
        throw Failure("\(path): what is read back is not what was written", exit: .ioError)
      }
      _ = try file.commit()
    }
    let count = model.rows.count { $0.chosen != nil }
    standardError.write(
      DisplaySentence.of(
        "wrote \(path) as \(rawValue): \(TensorCount.words(count)), \(bytes.count) bytes, read back"
      )
        + "\n")
    for remark in remarks { standardError.write("note: \(DisplaySentence.of(remark))\n") }
  }
}

extension PlannedModel {
  /// The tensors with a format, in the order of the catalogue.
  var chosenRows: [(open: OpenTensor, format: NumberFormat)] {
    rows.compactMap { row in row.chosen.map { (row.open, $0.pass.format) } }
  }
}

/// Names in the files of plans.
enum PlanName {
  /// A name with the characters of patterns taken as they are.
  static func escaped(_ name: some StringProtocol) -> String {
    name.reduce(into: "") { text, character in
      if #"\.^$|()[]{}*+?"#.contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  /// A name that a line of options can hold.
  static func printable(_ open: OpenTensor) throws -> String {
    let name = open.facts.name
    guard !name.contains(where: { $0.isNewline || $0 == "'" || $0 == "\0" }) else {
      throw Failure(
        "\(DisplaySentence.of(name)): a name with a line break or an apostrophe cannot be an option of "
          + "llama.cpp; --to csv has any", exit: .badData)
    }
    return name
  }

  /// That a file has no words for a format.
  static func refusal(
    _ open: OpenTensor, _ format: NumberFormat, _ tool: String, _ instead: String
  ) -> Failure {
    Failure(
      "\(DisplaySentence.of(open.facts.name)): \(tool) for \(format.name); plan with "
        + instead, exit: .usage)
  }
}
