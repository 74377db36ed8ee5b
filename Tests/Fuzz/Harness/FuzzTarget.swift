/// A reader, and what is done to it with the bytes that the fuzzer makes up.
///
/// Whatever the bytes are, a body returns: what is wrong with them is a typed error, which it looks
/// at and drops. A trap, a hang, memory without bound and a read outside of the bytes are findings,
/// and so is a `Finding`: two ways to read that do not agree, say.
struct FuzzTarget: Sendable {
  /// The name on the command line; dictionary and corpus are called so too.
  let name: String
  /// Reads the bytes in every way there is.
  let body: @Sendable ([UInt8]) -> Void

  /// Every reader.
  static let all: [FuzzTarget] = [
    npy, npz, safetensors, safetensorsIndex, gguf, gzip, raw, blocks, sketch, encodingsQviz,
    encodingsAimet, torch, torchLegacy, tflite, onnx, onnxTensor, recognition,
  ]
}
