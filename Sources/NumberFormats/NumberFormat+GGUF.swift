extension NumberFormat {
  /// The block types of GGUF that qviz encodes, each under the name of its ``BlockFormat``.
  static let ggufFormats: [NumberFormat] = [
    gguf(GGUF.Q1_0.self), gguf(GGUF.Q2_0.self), gguf(GGUF.Q8_0.self),
    gguf(GGUF.Q4_0.self), gguf(GGUF.Q4_1.self), gguf(GGUF.Q5_0.self), gguf(GGUF.Q5_1.self),
    gguf(GGUF.Q2_K.self), gguf(GGUF.Q3_K.self), gguf(GGUF.Q4_K.self), gguf(GGUF.Q5_K.self),
    gguf(GGUF.Q6_K.self), gguf(GGUF.IQ4_NL.self), gguf(GGUF.IQ4_XS.self),
    gguf(GGUF.TQ1_0.self), gguf(GGUF.TQ2_0.self), gguf(GGUF.MXFP4.self), gguf(GGUF.NVFP4.self),
  ]

  private static func gguf<Rule: EncodingBlockRule>(_ rule: Rule.Type) -> NumberFormat {
    NumberFormat(
      rule.name, .row(rule.valueCount), GGUFBlocks<Rule>(), usesImportance: rule.usesImportance,
      source: "ggml 0.25.3, built without FMA")
  }
}
