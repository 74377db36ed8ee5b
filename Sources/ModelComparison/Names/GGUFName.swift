/// The name that llama.cpp's converter gives a tensor.
public enum GGUFName {
  /// The name in GGUF's spelling.
  ///
  ///     GGUFName.of("model.layers.3.self_attn.q_proj.weight")          // blk.3.attn_q.weight
  ///     GGUFName.of("model.layers.3.mlp.experts.7.up_proj.weight")     // blk.3.ffn_up_exps.weight
  ///
  /// Where a spelling means different things in different architectures, it is the likeliest.
  ///
  /// - Parameter name: in the spelling of another program, or in GGUF's own.
  /// - Returns: the name; nil if it follows no naming that is known.
  public static func of(_ name: String) -> String? {
    guard let canonical = CanonicalReading.readings(of: name).last?.name else { return nil }
    let path = (canonical.layer.map { "blk.\($0)." } ?? "") + canonical.role
    return canonical.parameter.isEmpty ? path : path + "." + canonical.parameter
  }
}
