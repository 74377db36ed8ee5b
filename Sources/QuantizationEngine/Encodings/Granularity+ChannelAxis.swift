extension Granularity {
  /// The axis along which channels lie where nobody says so and the file does not know.
  ///
  /// | shape | axis | because |
  /// | --- | --- | --- |
  /// | first dimension more than 1 | 0 | weights: PyTorch, safetensors, GGUF and TensorFlow Lite put output channels first, and per-channel tools take that axis |
  /// | four dimensions, the first 1 | 1 | activations of one image in PyTorch and ONNX: [1, channels, height, width] |
  /// | else, the first 1 | the last | activations of one sequence: [1, tokens, features] |
  ///
  /// Edge cases: 0 for the empty shape and for one dimension.
  public static func channelAxis(ofShape shape: [Int]) -> Int {
    guard shape.count > 1, shape[0] == 1 else { return 0 }
    return shape.count == 4 ? 1 : shape.count - 1
  }
}
