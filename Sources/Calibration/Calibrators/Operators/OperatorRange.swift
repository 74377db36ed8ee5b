import QuantizationEngine

/// An operator whose outputs lie in a range that no calibration has to find.
public enum OperatorRange: String, Hashable, Sendable, CaseIterable {
  /// Shares of one: 0…1.
  case softmax
  /// The logistic function: 0…1.
  case sigmoid
  /// The hyperbolic tangent: −1…1.
  case tanh

  /// From where to where its outputs lie.
  var bounds: ClosedRange<Float> { self == .tanh ? -1...1 : 0...1 }

  /// The bounds as people write them.
  var words: String { self == .tanh ? "−1…1" : "0…1" }
}

/// A tool that has an encoding of its own for the outputs of some operators.
public enum OperatorRangeTool: String, Hashable, Sendable, CaseIterable {
  /// TensorFlow Lite's kernels.
  case tflite
  /// ONNX Runtime's quantizer, by QDQ nodes.
  case ort
  /// ONNX Runtime's quantizer, by `QLinearSoftmax`.
  case ortOperator = "ort-qlinear"
  /// ONNX Runtime's quantizer for QNN.
  case qnn
  /// PyTorch's observers of fixed parameters.
  case torch
  /// AIMET's constraints of encodings.
  case aimet

  /// The operators that it treats so.
  var operators: [OperatorRange] {
    switch self {
    case .tflite, .torch: [.softmax, .sigmoid, .tanh]
    case .ort, .ortOperator: [.softmax]
    case .qnn: [.sigmoid, .tanh]
    case .aimet: [.tanh]
    }
  }

  /// Whose it is.
  var words: String {
    switch self {
    case .tflite: "TensorFlow Lite"
    case .ort: "ONNX Runtime, QDQ"
    case .ortOperator: "ONNX Runtime, QLinearSoftmax"
    case .qnn: "ONNX Runtime for QNN"
    case .torch: "PyTorch"
    case .aimet: "AIMET"
    }
  }

  /// Where its parameters are.
  var source: String {
    switch self {
    case .tflite:
      "tensorflow 2.21, lite/kernels/activations.cc; ai-edge-quantizer 0.10.0, common_quantize.py"
    case .ort: "onnxruntime 1.31.1, quantization/base_quantizer.py, adjust_tensor_ranges"
    case .ortOperator: "onnxruntime 1.31.1, quantization/operators/softmax.py"
    case .qnn: "onnxruntime 1.31.1, quantization/execution_providers/qnn/quant_config.py"
    case .torch: "torch 2.13, ao/quantization/observer.py, FixedQParamsObserver"
    case .aimet: "aimet-onnx 2.42.0, quantsim_config/htp_quantsim_config_v69.json"
    }
  }

  /// Its arithmetic for a scheme.
  func toolchain(for scheme: Scheme) -> any Toolchain {
    switch self {
    case .tflite: TFLiteToolchain()
    case .ort, .ortOperator, .qnn: OrtToolchain(for: scheme)
    case .torch: TorchToolchain(for: scheme)
    case .aimet: AimetToolchain()
    }
  }

  /// Whether it makes the encoding of the range by its usual formula.
  var goesByRange: Bool { self == .ort || self == .aimet }
}
