/// What people call tools and methods, by letters and digits in lower case, with qviz's names for them.
enum PeoplesNames {
  /// Names of tools, with what qviz's names of their calibrators and toolchains begin with.
  static let tools: [String: String] = [
    "onnxruntime": "ort", "onnx": "ort", "ort": "ort", "pytorch": "torch", "torch": "torch",
    "torchao": "torchao", "ao": "torchao", "tensorrt": "tensorrt", "trt": "tensorrt",
    "nvidia": "tensorrt", "pytorchquantization": "tensorrt", "modelopt": "modelopt",
    "nvidiamodelopt": "modelopt", "tflite": "tflite", "tensorflowlite": "tflite",
    "tflm": "tflite", "litert": "litert", "aiedgequantizer": "litert", "aiedge": "litert",
    "aimet": "aimet", "qnn": "aimet", "qairt": "aimet", "qualcomm": "aimet", "snpe": "snpe",
    "ppq": "ppq", "openppl": "ppq", "ppl": "ppq", "espppq": "ppq", "ncnn": "ncnn",
    "tencent": "ncnn", "nncf": "nncf", "openvino": "nncf", "ov": "nncf", "pot": "nncf",
    "brevitas": "brevitas", "xilinx": "brevitas", "finn": "brevitas",
    "compressedtensors": "compressed-tensors", "llmcompressor": "compressed-tensors",
    "vllm": "compressed-tensors", "neuralcompressor": "neural-compressor",
    "inc": "neural-compressor", "intel": "neural-compressor",
  ]

  /// Names of toolchains.
  static let toolchains: [String: [String]] = [
    "onnx": ["ort"], "onnxruntime": ["ort"], "microsoft": ["ort"], "qdq": ["ort", "tf-qdq"],
    "reducerange": ["ort-reduced", "torch-reduced"], "matmulnbits": ["ort-blocked"],
    "ortfp16": ["ort-float16"], "pytorch": ["torch"], "fbgemm": ["torch-reduced", "torch"],
    "x86": ["torch-reduced", "torch"], "qnnpack": ["torch"], "onednn": ["torch"],
    "qat": ["torch-fake", "tf-fake-quant"], "fakequantize": ["torch-fake", "tf-fake-quant"],
    "fakequant": ["torch-fake", "tf-fake-quant"], "pt2e": ["torch", "torchao"],
    "executorch": ["torch", "torchao"], "xnnpack": ["tflite", "torch"],
    "ao": ["torchao"], "openvino": ["nncf"], "pot": ["nncf"], "ov": ["nncf"],
    "qnn": ["aimet", "snpe"], "qairt": ["aimet", "snpe"], "qualcomm": ["aimet", "snpe"],
    "hexagon": ["snpe", "aimet"], "aimetonnx": ["aimet"], "aimetv2": ["aimet-torch"],
    "tensorflow": ["tflite", "tf-fake-quant", "tf-quantize", "tf-qdq"],
    "tf": ["tflite", "tf-fake-quant", "tf-quantize", "tf-qdq"],
    "keras": ["tf-fake-quant", "tflite"], "tfmot": ["tf-fake-quant", "tflite"],
    "tensorflowlite": ["tflite", "litert"], "tfl": ["tflite", "litert"],
    "tflm": ["tflite", "litert"], "lite": ["tflite", "litert"], "google": ["litert", "tflite"],
    "aiedgequantizer": ["litert"], "aiedge": ["litert"], "aeq": ["litert"],
    "trt": ["tensorrt"], "nvidia": ["tensorrt"], "modelopt": ["tensorrt"],
    "nvidiamodelopt": ["tensorrt"], "pytorchquantization": ["tensorrt"], "cuda": ["tensorrt"],
    "vllm": ["compressed-tensors"], "llmcompressor": ["compressed-tensors"],
    "sparseml": ["compressed-tensors"], "neuralmagic": ["compressed-tensors"],
    "xilinx": ["brevitas"], "amd": ["brevitas"], "finn": ["brevitas"], "tencent": ["ncnn"],
    "openppl": ["ppq"], "ppl": ["ppq"], "espdl": ["ppq-pow2"], "espppq": ["ppq-pow2"],
    "poweroftwo": ["ppq-pow2"], "neuralcompressor": ["ort", "nncf"], "inc": ["ort", "nncf"],
    "intel": ["nncf", "ort"],
  ]

  /// Names of what has no toolchain and no calibrator here, with what there is instead.
  static let elsewhere: [String: String] = [
    "coreml": coreML, "coremltools": coreML, "apple": coreML,
    "gguf": gguf, "ggml": gguf, "llamacpp": gguf,
    "gptq": layerwise, "gptqmodel": layerwise, "autogptq": layerwise,
    "awq": layerwise, "autoawq": layerwise,
    "bitsandbytes": bitsAndBytes, "bnb": bitsAndBytes, "nf4": bitsAndBytes,
  ]

  private static let coreML =
    "Core ML Tools is not emulated: its linear weights are min-max of each channel, with"
    + " --restricted-symmetric"
  private static let gguf =
    "its blocks are no affine codes: GGUF files are read, and qviz list says how each tensor is stored"
  private static let layerwise =
    "it looks at a layer's outputs, not at one tensor's values: the grid it fills is that of --bits 4"
    + " --granularity group --group-size 128, where mse is the best range"
  private static let bitsAndBytes =
    "its levels are not evenly spaced, so no affine scheme has them: of 4 bits by group mse is the best"
    + " that one can do"

  /// Names of calibrators.
  static let calibrators: [String: [String]] = [
    "kl": divergences, "kld": divergences, "kldivergence": divergences, "divergence": divergences,
    "kullbackleibler": divergences, "relativeentropy": divergences,
    "kl2048": ["ort-entropy-2048", "entropy"],
    "max": ["min-max", "tensorrt-max"], "absmax": ["tensorrt-max", "min-max"],
    "amax": ["tensorrt-max", "min-max"], "range": ["min-max"], "none": ["min-max"],
    "js": ["js"], "jsd": ["js"], "jensenshannon": ["js"],
    "l2": squares, "l2norm": squares, "meansquarederror": squares, "sqnr": squares,
    "omse": squares, "rmse": squares, "mmse": squares,
    "aciq": ["aciq-laplace", "aciq-gauss", "ncnn-aciq"], "laplace": ["aciq-laplace"],
    "laplacian": ["aciq-laplace"], "gauss": ["aciq-gauss"], "gaussian": ["aciq-gauss"],
    "cosinesimilarity": ["cosine"], "cos": ["cosine"],
    "quantile": percentiles, "pct": percentiles, "percentiles": percentiles,
    "histogram": ["torch-histogram"], "histogramobserver": ["torch-histogram"],
    "minmaxobserver": ["torch-minmax"], "perchannelminmaxobserver": ["torch-per-channel-minmax"],
    "movingaverageminmaxobserver": ["torch-moving-average"], "observer": observers,
    "pytorchobserver": observers, "torchobserver": observers, "pytorch": observers,
    "torch": observers, "ema": averages, "movingaverageminmax": averages,
    "onnxruntime": ort, "onnx": ort, "ort": ort,
    "tensorrt": tensorRT, "trt": tensorRT, "nvidia": tensorRT, "modelopt": tensorRT,
    "entropy2": ["tensorrt-entropy"], "entropycalibration2": ["tensorrt-entropy"],
    "iint8entropycalibrator2": ["tensorrt-entropy"], "iint8minmaxcalibrator": ["tensorrt-max"],
    "openvino": ["nncf-minmax"], "nncf": ["nncf-minmax"], "pot": ["nncf-minmax"],
    "qnn": qualcomm, "qairt": qualcomm, "qualcomm": qualcomm, "aimet": qualcomm,
    "snpe": ["snpe-minmax"], "enhanced": ["aimet-tf-enhanced"],
    "tfenhanced": ["aimet-tf-enhanced"], "posttrainingtfenhanced": ["aimet-tf-enhanced"],
    "tensorflow": google, "tf": google, "tflite": google, "litert": google, "google": google,
    "aiedgequantizer": google, "ncnn": ["ncnn-kl", "ncnn-aciq"],
    "ppq": ["ppq-kl", "ppq-minmax", "ppq-mse", "ppq-percentile"],
    "brevitas": ["brevitas-kl", "brevitas-percentile"],
    "vllm": ["compressed-tensors-minmax"], "llmcompressor": ["compressed-tensors-minmax"],
    "float8": ["ort-float8"], "fp8": ["ort-float8"], "distribution": ["ort-distribution"],
    "neuralcompressor": ["neural-compressor-kl"], "inc": ["neural-compressor-kl"],
    "intel": ["neural-compressor-kl", "nncf-minmax"],
  ]

  private static let divergences = ["entropy", "tensorrt-entropy", "ort-entropy", "ncnn-kl"]
  private static let squares = ["mse", "tensorrt-mse", "litert-mse", "ppq-mse"]
  private static let percentiles = ["percentile", "tensorrt-percentile", "ort-percentile"]
  private static let observers = ["torch-minmax", "torch-histogram", "torch-moving-average"]
  private static let averages = ["moving-average", "torch-moving-average", "ort-moving-average"]
  private static let ort = ["ort-minmax", "ort-entropy", "ort-percentile", "ort-distribution"]
  private static let tensorRT = [
    "tensorrt-entropy", "tensorrt-max", "tensorrt-percentile", "tensorrt-mse",
  ]
  private static let qualcomm = ["aimet-minmax", "aimet-tf-enhanced", "aimet-percentile"]
  private static let google = ["tflite-minmax", "litert-minmax", "litert-octav", "litert-mse"]
}
