extension TensorFile {
  /// What the file, or the `config.json` beside it, says about the model.
  ///
  /// Nothing of it is needed to read a tensor, so nothing of it fails: what is not there, or is no such
  /// thing, is not known.
  public var modelFacts: ModelFacts {
    guard let file = stored.first?.file else { return ModelFacts() }
    let signature = TensorFileFormat.gguf.signature
    let beginning = file.bytes(in: 0..<min(signature.count, file.byteCount))
    if beginning == signature {
      return (try? GGUFHeader.of(file))?.metadata.model ?? ModelFacts()
    }
    return ModelFacts(configurationBeside: path)
  }
}

extension ModelFacts {
  /// What the `config.json` beside a file says; of a model of several parts, that of its text.
  init(configurationBeside path: String) {
    let names = ["model_type", "num_attention_heads", "num_key_value_heads", "n_head"]
    let members = CheckpointConfiguration.members(
      of: "config.json", in: CompanionFolder(path: path), Set(names + ["text_config"]))
    func member(_ name: String) -> ParsedJSON? { members[name] ?? members["text_config"]?[name] }
    self.init(
      architecture: member("model_type")?.text,
      headCount: (member("num_attention_heads") ?? member("n_head"))?.integer,
      keyValueHeadCount: member("num_key_value_heads")?.integer)
  }
}
