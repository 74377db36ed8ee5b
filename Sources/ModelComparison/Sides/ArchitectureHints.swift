/// What the files say about the model that the tensors belong to.
///
/// Nothing of it is needed: what is not known widens the list of transforms that are tried.
public struct ArchitectureHints: Hashable, Sendable {
  /// GGUF's `general.architecture`, or `model_type` of a Hugging Face `config.json`, in lower case.
  public let architecture: String?
  /// GGUF's `attention.head_count`, or `num_attention_heads`.
  public let headCount: Int?
  /// GGUF's `attention.head_count_kv`, or `num_key_value_heads`; by default the head count.
  public let keyValueHeadCount: Int?

  /// What is known; a count below 1 is not.
  public init(
    architecture: String? = nil, headCount: Int? = nil, keyValueHeadCount: Int? = nil
  ) {
    self.architecture = architecture?.lowercased()
    self.headCount = headCount.flatMap { $0 > 0 ? $0 : nil }
    self.keyValueHeadCount = keyValueHeadCount.flatMap { $0 > 0 ? $0 : nil } ?? self.headCount
  }

  /// Nothing is known.
  public static let none = ArchitectureHints()

  /// Whether the architecture is one of some families; nil where it is not known.
  ///
  /// Hugging Face writes `qwen3_moe` where GGUF writes `qwen3moe`: separators do not count.
  func isOne(of families: Set<String>) -> Bool? {
    architecture.map { families.contains($0.filter { $0 != "_" && $0 != "-" }) }
  }
}

/// The architectures whose weights llama.cpp's converter changes, without separators.
///
/// Source: llama.cpp `conversion/*.py`, October 2026.
enum ArchitectureFamilies {
  /// Rows of q and k are interleaved for rotary embedding.
  static let interleaved: Set<String> = [
    "llama", "mistral", "mixtral", "smollm3", "arcee", "deci", "decilm", "deepseek", "internlm2",
    "internlm3", "minicpm", "olmo", "baichuan", "xverse", "arctic", "bailingmoe", "llada",
    "chameleon", "nanbeige", "granite", "granitemoe",
  ]
  /// Norm weights are stored with 1 added.
  static let normsPlusOne: Set<String> = [
    "gemma", "gemma2", "gemma3", "gemma3text", "nemotron", "qwen3next", "qwen35", "qwen35moe",
    "minimaxm3", "plamo2",
  ]
  /// Linear layers are [in, out] in the original.
  static let transposedLayers: Set<String> = ["gpt2"]
  /// Rows of q, k and v are grouped by head in the original.
  static let groupedByHead: Set<String> = ["gptneox", "bloom"]
}
