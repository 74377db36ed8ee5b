/// How programs spell the parts of a transformer, beside GGUF's names for them.
enum CanonicalTable {
  /// The modules that hold the layers: what comes before the number.
  private static let stacks: [[Substring]] = [
    "model.language_model.layers", "language_model.model.layers", "language_model.layers",
    "model.model.layers", "model.layers.layers", "model.layers", "layers", "model.decoder.layers",
    "decoder.layers", "transformer.h", "model.h", "h", "gpt_neox.layers", "transformer.blocks",
    "model.transformer.blocks", "transformer.layers", "transformer.layer", "transformer_encoder",
    "encoder.layer", "bert.encoder.layer", "roberta.encoder.layer", "distilbert.transformer.layer",
    "encoder.layers", "transformer.encoder.layers", "backbone.layers",
  ].map { $0.split(separator: ".") }

  /// The layer that a path is in, and how many of its modules say so.
  static func stack(of modules: [Substring]) -> (layer: Int, length: Int)? {
    for stack in stacks where modules.count > stack.count + 1 && modules.starts(with: stack) {
      if let layer = Int(modules[stack.count]), layer >= 0 { return (layer, stack.count + 1) }
    }
    return nil
  }

  /// GGUF's own names outside of layers.
  static let outerRoles: Set<String> = [
    "token_embd", "token_embd_norm", "token_types", "position_embd", "output", "output_norm", "cls",
    "cls.output", "rope_freqs", "rope_factors_long", "rope_factors_short",
  ]

  /// Other spellings outside of layers.
  static let outer: [String: String] = table([
    "token_embd": [
      "model.embed_tokens", "embed_tokens", "model.language_model.embed_tokens",
      "language_model.model.embed_tokens", "gpt_neox.embed_in", "transformer.wte", "wte",
      "model.wte", "transformer.word_embeddings", "word_embeddings", "tok_embeddings",
      "model.tok_embeddings", "embeddings.word_embeddings", "bert.embeddings.word_embeddings",
      "roberta.embeddings.word_embeddings", "embeddings.tok_embeddings", "backbone.embedding",
      "backbone.embeddings", "embedding.word_embeddings", "transformer.embedding.word_embeddings",
      "transformer.embd.wte", "model.embeddings",
    ],
    "token_embd_norm": [
      "embeddings.LayerNorm", "bert.embeddings.LayerNorm", "roberta.embeddings.LayerNorm",
      "embeddings.norm", "emb_ln", "word_embeddings_layernorm",
      "transformer.word_embeddings_layernorm",
    ],
    "token_types": [
      "embeddings.token_type_embeddings", "bert.embeddings.token_type_embeddings",
      "roberta.embeddings.token_type_embeddings",
    ],
    "position_embd": [
      "transformer.wpe", "wpe", "embeddings.position_embeddings",
      "bert.embeddings.position_embeddings", "roberta.embeddings.position_embeddings",
      "model.embed_positions", "model.decoder.embed_positions",
    ],
    "output": [
      "lm_head", "embed_out", "output_layer", "transformer.output_layer", "lm_head.linear",
      "language_model.lm_head", "head",
    ],
    "output_norm": [
      "model.norm", "norm", "model.language_model.norm", "language_model.model.norm",
      "gpt_neox.final_layer_norm", "transformer.ln_f", "ln_f", "model.ln_f", "transformer.norm_f",
      "model.norm_f", "backbone.norm_f", "model.final_layernorm", "lm_head.ln",
      "transformer.encoder.final_layernorm", "encoder.final_layernorm", "backbone.final_layer_norm",
    ],
  ]).mapValues { $0[0] }

  /// Parameters in a layer that are neither a weight nor a bias.
  static let parameters: [String: (role: String, parameter: String)] = [
    "mixer.dt_bias": ("ssm_dt", "bias"), "mamba.dt_bias": ("ssm_dt", "bias"),
    "linear_attn.dt_bias": ("ssm_dt", "bias"),
    "mlp.gate.e_score_correction_bias": ("exp_probs_b", "bias"),
    "block_sparse_moe.e_score_correction_bias": ("exp_probs_b", "bias"),
    "self_attn.sinks": ("attn_sinks", "weight"),
  ]

  /// Spellings by role, turned into roles by spelling, in the order of `order`.
  static func table(_ spellings: KeyValuePairs<String, [String]>) -> [String: [String]] {
    var roles: [String: [String]] = [:]
    for (role, names) in spellings {
      for name in names { roles[name, default: []].append(role) }
    }
    return roles
  }
}
