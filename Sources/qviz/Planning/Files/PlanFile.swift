import EncodingFiles

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
    guard let (text, remarks) = try text(model) else {
      try PlanEncodings.write(model, as: rawValue, to: path)
      return
    }
    try write(text, of: model, to: path, remarks: remarks)
  }

  /// The file as text, and what whoever uses it should know; nil for encodings, which are measured anew.
  ///
  /// - Throws: `Failure` where it has no words for a format.
  func text(_ model: PlannedModel) throws -> (text: String, remarks: [String])? {
    switch self {
    case .csv: return (PlanTable.text(model), [])
    case .llamaTensorTypes:
      let types = try LlamaTensorTypes(model)
      return (types.text, types.remarks)
    case .compressedTensors:
      let recipe = try CompressedTensorsRecipe(model)
      return (try recipe.json.text() + "\n", recipe.remarks)
    case .onnxQuantTypes:
      let types = try ONNXQuantTypes(model)
      return (try types.json.text() + "\n", types.remarks)
    case .aimet061, .aimet100, .aimet200: return nil
    }
  }

  private func write(
    _ text: String, of model: PlannedModel, to path: String, remarks: [String]
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
