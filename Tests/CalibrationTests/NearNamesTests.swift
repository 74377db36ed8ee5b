import Testing

@testable import Calibration

/// What people type, and what they are told.
@Suite struct NearNamesTests {
  private static let toolchains = ToolchainCatalog.all.map(\.name)
  private static let calibrators = CalibratorCatalog.all.map(\.name)

  @Test(
    "a toolchain by the name that people use",
    arguments: [
      ("onnxruntime", "ort"), ("ONNX Runtime", "ort"), ("pytorch", "torch"), ("PyTorch", "torch"),
      ("openvino", "nncf"), ("qnn", "aimet"), ("trt", "tensorrt"), ("nvidia", "tensorrt"),
      ("tensorflow", "tflite"), ("TFLite", "tflite"), ("tensorflow-lite", "tflite"),
      ("torch_per_channel", "torch-per-channel"), ("tensort", "tensorrt"),
      ("vllm", "compressed-tensors"),
      ("ort_float16", "ort-float16"), ("ncn", "ncnn"), ("torch-ao", "torchao"), ("ORT", "ort"),
      ("tf_fake_quant_narrow", "tf-fake-quant-narrow"), ("fake-quant", "torch-fake"),
      ("onnxruntime-reduced", "ort-reduced"), ("fbgemm", "torch-reduced"),
    ])
  func toolchain(_ asked: String, _ expected: String) {
    let near = NearNames(asked, among: Self.toolchains, aliases: PeoplesNames.toolchains).names
    #expect(near.first == expected && near.count <= 4)
  }

  @Test(
    "a calibrator by the name that people use",
    arguments: [
      ("kl", "entropy"), ("KL-divergence", "entropy"), ("minmax", "min-max"), ("MinMax", "min-max"),
      ("ort_entropy", "ort-entropy"), ("pytorch_observer", "torch-minmax"),
      ("HistogramObserver", "torch-histogram"), ("trt_entropy", "tensorrt-entropy"),
      ("onnxruntime-minmax", "ort-minmax"), ("openvino", "nncf-minmax"), ("qnn", "aimet-minmax"),
      ("tensorflow", "tflite-minmax"), ("nvidia", "tensorrt-entropy"), ("percentle", "percentile"),
      ("ort_minmx", "ort-minmax"), ("pytorch-histogram", "torch-histogram"),
      ("tf_enhanced", "aimet-tf-enhanced"), ("fp8", "ort-float8"), ("enropy", "entropy"),
      ("gauss", "aciq-gauss"), ("vllm", "compressed-tensors-minmax"), ("absmax", "tensorrt-max"),
    ])
  func calibrator(_ asked: String, _ expected: String) {
    let near = NearNames(asked, among: Self.calibrators, aliases: PeoplesNames.calibrators).names
    #expect(near.first == expected && near.count <= 4)
  }

  @Test("what is like nothing has no suggestion, however long", arguments: ["", "-", "zzzz", "q"])
  func nothing(_ asked: String) {
    for name in [asked, String(repeating: "z", count: 100_000)] {
      #expect(
        NearNames(name, among: Self.calibrators, aliases: PeoplesNames.calibrators).names == [])
    }
  }

  @Test("every name that is suggested is there, and every tool has one")
  func targets() {
    for (table, known) in [
      (PeoplesNames.toolchains, Self.toolchains), (PeoplesNames.calibrators, Self.calibrators),
    ] {
      for (name, targets) in table {
        #expect(NearNames.key(name) == name)
        for target in targets { #expect(known.contains(target), "\(name)") }
      }
    }
    for (name, prefix) in PeoplesNames.tools {
      let all = Self.toolchains + Self.calibrators
      #expect(NearNames.key(name) == name)
      #expect(all.contains { $0 == prefix || $0.hasPrefix(prefix + "-") }, "\(name)")
    }
  }

  @Test("no name that people use is taken silently")
  func aliases() {
    for name in PeoplesNames.toolchains.keys where !Self.toolchains.contains(name) {
      #expect(throws: CalibrationError.self) { try ToolchainCatalog.toolchain(named: name) }
    }
    for name in PeoplesNames.calibrators.keys where !Self.calibrators.contains(name) {
      #expect(throws: CalibrationError.self) { try CalibratorCatalog.calibrator(name) }
    }
  }

  @Test("what is not here has a sentence that says what is", arguments: ["CoreML", "gguf", "AWQ"])
  func elsewhere(_ asked: String) {
    for error in [
      CalibrationError.unknownToolchain(asked, known: Self.toolchains),
      .unknownCalibrator(asked, known: Self.calibrators),
    ] {
      #expect("\(error)".contains(" is called \(asked); it") || asked == "CoreML", "\(error)")
      #expect(!"\(error)".contains("did you mean") && !"\(error)".contains("--help"), "\(error)")
    }
    for name in PeoplesNames.elsewhere.keys {
      #expect(NearNames.key(name) == name)
      #expect(PeoplesNames.toolchains[name] == nil && PeoplesNames.calibrators[name] == nil)
      #expect(!Self.toolchains.contains(name) && !Self.calibrators.contains(name))
    }
  }

  @Test("the sentences")
  func sentences() {
    #expect(
      "\(CalibrationError.unknownToolchain("qnn", known: Self.toolchains))"
        == "no toolchain is called qnn; did you mean aimet or snpe?")
    #expect(
      "\(CalibrationError.unknownToolchain("", known: Self.toolchains))"
        == "an empty word is no toolchain's name; qviz measure --help lists all"
        + " \(Self.toolchains.count)")
    #expect(
      "\(CalibrationError.unknownCalibrator("zzzz", known: Self.calibrators))"
        == "no calibrator is called zzzz; qviz calibrate --help lists all \(Self.calibrators.count)"
    )
  }
}
