extension ForeignSign {
  /// Models of runtimes whose files are not read.
  static let models: [ForeignSign] = [
    model(
      "an ExecuTorch program", ["pte"], ByteSignature("ET1", at: 4), ByteSignature("ET2", at: 4)),
    model("an ONNX Runtime model", ["ort"], ByteSignature("ORTM", at: 4)),
    model("a PyTorch Mobile model", ["ptl"], ByteSignature("PTMF", at: 4)),
    model("a Circle model", ["circle"], ByteSignature("CIR0", at: 4)),
    model("an RKNN model", ["rknn"], ByteSignature(hexadecimal: "52 4B 4E 4E 00 00 00 00")),
    model(
      "a TensorRT engine", ["engine", "plan", "trt"], ByteSignature("ftrt"),
      ByteSignature("ptrt")),
    model("a Hailo program", ["hef"], ByteSignature(hexadecimal: "01 48 45 46 00 00 00")),
    model("a K210 model", ["kmodel"], ByteSignature("LDMK")),
    model("an Ascend model", [], ByteSignature("IMOD")),
    model("an ESP-DL model", ["espdl"], ByteSignature("EDL1"), ByteSignature("EDL2")),
    model("an MNN model", ["mnn"]) { _ in false },
    model("an SNPE container", ["dlc"]) { _ in false },
    model(
      "a file of ggml from before GGUF", ["ggml"], ByteSignature("lmgg"), ByteSignature("fmgg"),
      ByteSignature("tjgg"), ByteSignature("algg"),
      advice: "convert it to GGUF with llama.cpp"
    ) { $0.little(at: 4, count: 4).map { $0 < 1 << 20 } ?? false },
    ForeignSign(
      ForeignFormat("an importance matrix of llama.cpp", "make it anew as GGUF with llama-imatrix")
    ) { ModelStructure.isImportanceMatrix($0) },
    model("a TensorFlow SavedModel", [], ByteSignature(hexadecimal: "08 01 12")) {
      ModelStructure.isSavedModel($0)
    },
    model("a TensorFlow graph", []) { ModelStructure.isTensorFlowGraph($0) },
    ForeignSign(
      ForeignFormat(
        "the index of a TensorFlow checkpoint",
        "tf.train.load_checkpoint reads it; save its tensors as .npz"), []
    ) {
      $0.end(16).firstRange(of: [0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB]) != nil
    },
    ForeignSign(
      ForeignFormat("a TFRecord file", "tf.data reads it; save what is in it as .npy"), ["tfrecord"]
    ) { RecordChecksum.isTFRecord($0) },
    model("a Caffe model", ["caffemodel"]) { ModelStructure.isCaffe($0) },
    model("a Core ML model", ["mlmodel"], ByteSignature(hexadecimal: "08 .. 12")) {
      ModelStructure.isCoreML($0)
    },
    model("a PaddlePaddle program", ["pdmodel"]) { ModelStructure.isPaddleProgram($0) },
    model("the parameters of a PaddlePaddle model", ["pdiparams"]) {
      ModelStructure.isPaddleParameters($0)
    },
    model(
      "the parameters of an MXNet model", [],
      ByteSignature(hexadecimal: "12 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00")),
    model("a binary ncnn graph", [], ByteSignature(hexadecimal: "DD 85 76 00")) {
      // The numbers of its layers and blobs follow.
      ($0.little(at: 4, count: 4) ?? 0) > 0 && ($0.little(at: 4, count: 4) ?? 0) < 1 << 20
        && ($0.little(at: 8, count: 4) ?? 0) < 1 << 20
    },
    model(
      "a fastText model", ["ftz"],
      ByteSignature(hexadecimal: "BA 16 4F 2F 0C 00 00 00"),
      ByteSignature(hexadecimal: "BA 16 4F 2F 0B 00 00 00")),
    model(
      "a Kaldi matrix", [], ByteSignature(hexadecimal: "00 42 46 4D 20 04"),
      ByteSignature(hexadecimal: "00 42 46 56 20 04"), ByteSignature(hexadecimal: "00 42 43 4D"),
      advice: "kaldiio reads it; save the matrix as .npy"),
    ForeignSign(
      ForeignFormat(
        "a joblib file", "joblib.load what you trust and save its arrays as .npy"), ["joblib"]
    ) { PickleStream($0) != nil && $0.mentions("joblib.numpy_pickle") },
    ForeignSign(
      ForeignFormat("a pickle", "pickle.load what you trust and save its arrays as .npy"),
      ["pkl", "pickle"]
    ) { PickleStream($0) != nil },
  ]

  private static func model(
    _ name: String, _ fileExtensions: [String], _ signatures: ByteSignature...,
    advice: String = "its own runtime reads it; save its weights as .npy or .safetensors",
    check: @escaping @Sendable (FileGlimpse) -> Bool = { _ in true }
  ) -> ForeignSign {
    ForeignSign(
      ForeignFormat(name, advice), fileExtensions, signatures: signatures, check: check)
  }
}

extension ForeignFormat {
  /// A zip archive without any `.npy` in it.
  static let zip = ForeignFormat(
    "a zip archive without arrays", "unpack it and open what is in it")
}
