extension Granularity {
  /// The axis along which channels lie where nobody says so and the file does not know.
  ///
  /// | shape | axis | because |
  /// | --- | --- | --- |
  /// | `[C, …]`, C more than 1, or at most two dimensions | 0 | weights: PyTorch, safetensors, GGUF and TensorFlow Lite put output channels first, and per-channel tools take that axis |
  /// | `[1, C, H, W]`, H·W more than a kernel has | 1 | the activation of one image in PyTorch and ONNX |
  /// | `[1, T, F]` and the like, F more than a kernel has | the last | the activation of one sequence: features last |
  /// | `[1, …]` else | 0 | the weight of a layer with one output |
  ///
  /// Edge cases: 0 for the empty shape.
  public static func channelAxis(ofShape shape: [Int]) -> Int {
    guard shape.count > 2, shape[0] == 1, let last = shape.last else { return 0 }
    if shape.count == 4 {
      let (area, overflow) = shape[2].multipliedReportingOverflow(by: shape[3])
      return overflow || area > largestKernel ? 1 : 0
    }
    return last > largestKernel ? shape.count - 1 : 0
  }

  /// How many elements the largest of the usual kernels has, 7 × 7.
  private static let largestKernel = 49
}
