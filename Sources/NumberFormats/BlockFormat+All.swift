extension BlockFormat {
  /// Every format, family after family.
  public static let all: [BlockFormat] = [
    BlockFormat(GGUF.Q1_0.self), BlockFormat(GGUF.Q2_0.self), BlockFormat(GGUF.Q8_0.self),
    BlockFormat(GGUF.Q4_0.self), BlockFormat(GGUF.Q4_1.self),
    BlockFormat(GGUF.Q5_0.self), BlockFormat(GGUF.Q5_1.self),
    BlockFormat(GGUF.Q2_K.self), BlockFormat(GGUF.Q3_K.self), BlockFormat(GGUF.Q4_K.self),
    BlockFormat(GGUF.Q5_K.self), BlockFormat(GGUF.Q6_K.self),
    BlockFormat(GGUF.IQ1_S.self), BlockFormat(GGUF.IQ1_M.self),
    BlockFormat(GGUF.IQ2_XXS.self), BlockFormat(GGUF.IQ2_XS.self), BlockFormat(GGUF.IQ2_S.self),
    BlockFormat(GGUF.IQ3_XXS.self), BlockFormat(GGUF.IQ3_S.self),
    BlockFormat(GGUF.IQ4_NL.self), BlockFormat(GGUF.IQ4_XS.self),
    BlockFormat(GGUF.TQ1_0.self), BlockFormat(GGUF.TQ2_0.self),
    BlockFormat(GGUF.MXFP4.self), BlockFormat(GGUF.NVFP4.self),
  ]

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The format of a name.
  ///
  /// - Returns: The format, or nil if no format has that name.
  public static func named(_ name: String) -> BlockFormat? {
    byName[name]
  }
}
