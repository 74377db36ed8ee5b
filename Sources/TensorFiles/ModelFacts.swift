/// What files say about the model whose tensors they hold, as far as they say it.
public struct ModelFacts: Hashable, Sendable {
  /// GGUF's `general.architecture`, or `model_type` of the `config.json` beside a checkpoint.
  public var architecture: String?
  /// GGUF's `attention.head_count`, or `num_attention_heads`.
  public var headCount: Int?
  /// GGUF's `attention.head_count_kv`, or `num_key_value_heads`.
  public var keyValueHeadCount: Int?

  /// Facts as given.
  public init(architecture: String? = nil, headCount: Int? = nil, keyValueHeadCount: Int? = nil) {
    self.architecture = architecture
    self.headCount = headCount
    self.keyValueHeadCount = keyValueHeadCount
  }

  /// The facts, and those of others where there are none.
  public func completed(by other: ModelFacts) -> ModelFacts {
    ModelFacts(
      architecture: architecture ?? other.architecture, headCount: headCount ?? other.headCount,
      keyValueHeadCount: keyValueHeadCount ?? other.keyValueHeadCount)
  }
}
