extension NumberFormat {
  /// What people call formats, by letters and digits in lower case, and the names of those that they may
  /// mean.
  package static let peoplesNames: [String: [String]] = [
    "nf4": ["bnb-nf4"], "fp4": ["bnb-fp4", "mxfp4", "nvfp4", "fp4-e2m1"],
    "q4km": ["gguf-q4_k"], "q4ks": ["gguf-q4_k"], "q5km": ["gguf-q5_k"], "q5ks": ["gguf-q5_k"],
    "q3km": ["gguf-q3_k"], "q3ks": ["gguf-q3_k"], "q3kl": ["gguf-q3_k"], "q8": ["gguf-q8_0"],
    "q4": ["gguf-q4_0", "gguf-q4_k"], "e4m3": ["fp8-e4m3"], "e5m2": ["fp8-e5m2"],
    "fp8": ["fp8-e4m3", "fp8-e5m2"], "float8": ["fp8-e4m3", "fp8-e5m2"],
    "e4m3fn": ["fp8-e4m3"], "fp6": ["mxfp6-e2m3", "mxfp6-e3m2"], "e2m1": ["fp4-e2m1", "mxfp4"],
    "mxfp8": ["mxfp8-e4m3", "mxfp8-e5m2"], "mxfp6": ["mxfp6-e2m3", "mxfp6-e3m2"],
    "fp16": ["float16"], "half": ["float16"], "bf16": ["bfloat16"], "llmint8": ["bnb-int8"],
    "xnor": ["binary"], "twn": ["ternary"], "bitnet": ["ternary:bitnet", "gguf-tq2_0"],
  ]
}
