import TensorFiles

extension Catalogue {
  /// Refuses to write over what was opened, whatever it is called, over what has taken its name since, and
  /// over the files that say beside it what the model is.
  func check(output: String) throws {
    guard let identity = FileIdentity(path: output) else { return }
    let paths = Set(tensors.map(\.path))
    let isRead =
      files.contains(identity) || paths.contains { FileIdentity(path: $0) == identity }
    guard !isRead else {
      throw Failure("\(output): is one of the files that are read", exit: .usage)
    }
    let folders = Set(paths.map(Self.folder))
    let isCompanion = folders.contains { folder in
      Self.companions.contains { FileIdentity(path: folder + $0) == identity }
    }
    guard !isCompanion else {
      throw Failure("\(output): belongs to the model that is read", exit: .usage)
    }
  }

  /// What lies beside the tensors of a model, under names that programs agree on.
  private static let companions = [
    "config.json", "quantize_config.json", "hf_quant_config.json", "quant_config.json",
    "generation_config.json", "model.safetensors.index.json", "pytorch_model.bin.index.json",
    "tokenizer.json", "tokenizer_config.json", "tokenizer.model", "special_tokens_map.json",
    "preprocessor_config.json",
  ]

  /// The folder of a file, with a slash at its end; empty for the current one.
  private static func folder(of path: String) -> String {
    let utf8 = path.utf8
    let end = utf8.lastIndex(of: UInt8(ascii: "/")).map(utf8.index(after:)) ?? utf8.startIndex
    return String(path[..<end])
  }
}
