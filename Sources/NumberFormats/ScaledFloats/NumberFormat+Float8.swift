import QuantizationEngine

extension NumberFormat {
  /// Small floats under a scale, and casts without one.
  static let float8Formats: [NumberFormat] =
    scaled("fp8-e4m3", .float8E4M3FN, .torch, over: [("", .tensor), channels, tiles])
    + [
      NumberFormat(
        "fp8-e4m3:cast", .value, CastCoder(.float8E4M3FN, as: .torch), source: torchCast),
      NumberFormat(
        "fp8-e4m3:modelopt", .tensor, ModelOptFloat8Coder(),
        source: "nvidia-modelopt 0.47.0, fake quantization"),
    ]
    + scaled("fp8-e5m2", .float8E5M2, .torch, over: [("", .tensor), channels, tiles])
    + [
      NumberFormat("fp8-e5m2:cast", .value, CastCoder(.float8E5M2, as: .torch), source: torchCast)
    ]
    + scaled("fp6-e2m3", .float6E2M3FN, .mlDtypes, over: [("", .tensor), channels])
    + scaled("fp6-e3m2", .float6E3M2FN, .mlDtypes, over: [("", .tensor), channels])
    + scaled("fp4-e2m1", .float4E2M1FN, .mlDtypes, over: [("", .tensor), channels])
    + [
      NumberFormat("float16", .value, CastCoder(.float16, as: .torch), source: torchCast),
      NumberFormat("bfloat16", .value, CastCoder(.bfloat16, as: .torch), source: torchCast),
    ]

  private static let torchCast = "the cast of PyTorch 2.13.0"
  private static let channels = (":channel", BlockShape.channel)
  private static let tiles = (":block", BlockShape.tile(rows: 128, columns: 128))

  private static func scaled(
    _ name: String, _ type: ElementType, _ cast: SmallFloatCode.Cast,
    over shapes: [(suffix: String, shape: BlockShape)]
  ) -> [NumberFormat] {
    let source =
      "scale max|x| / largest, cast of \(cast == .torch ? "PyTorch 2.13.0" : "ml_dtypes 0.6.0")"
    return shapes.map {
      NumberFormat(name + $0.suffix, $0.shape, ScaledFloatCoder(type, as: cast), source: source)
    }
  }
}
