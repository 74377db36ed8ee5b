import QuantizationEngine

/// torchao's tensors as its safetensors support writes them: the parts of a weight under the name of the
/// module, an underscore and `weight`, and what they are in the header's metadata.
///
/// | tensor | qdata | scale | besides |
/// | --- | --- | --- | --- |
/// | Int8Tensor | int8 | float32, rows × 1 | zero_point, int8 |
/// | IntxUnpackedToInt8Tensor | int8, whatever its width | rows × groups | zero_point, int8 |
/// | Float8Tensor | float8 | float32, rows × 1 | |
/// | MXTensor | uint8, two E2M1, or float8 | E8M0 for 32 | |
/// | NVFP4Tensor | uint8, two E2M1 | E4M3 for 16 | per_tensor_scale, multiplied by |
///
///     x = (q − zeroPoint) · scale
///
/// rounded to the type that the metadata names. Others have layouts of graphics processors, and are told
/// and not read.
///
/// Source: torchao 0.18.0, `quantization/quantize_/workflows`, `prototype/mx_formats`.
enum TorchAOLayout: CheckpointLayout {
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    guard module[.torchCodes] != nil else { return nil }
    let kind = module.annotation?["_type"]?.text
    let fields = module.annotation?["_data"]
    let read = [
      "Int8Tensor", "IntxUnpackedToInt8Tensor", "Float8Tensor", "MXTensor", "NVFP4Tensor",
    ]
    if let kind, !read.contains(kind) {
      throw .method(layer: module.layerName, method: "torchao's \(TensorFileError.quoted(kind))")
    }
    if case .boolean(true) = fields?["is_swizzled_scales"] {
      throw .method(layer: module.layerName, method: "torchao's swizzled scales")
    }
    let codes = try module.required(
      .torchCodes, [.int8, .uint8, .float8E4M3FN, .float8E5M2], rank: 2...3)
    let scale = try module.required(
      .torchScale, CheckpointModule.scaleTypes + [.float8E4M3FN, .float8E8M0FNU])
    let isPairs = codes.description.elementType == .uint8
    var shape = codes.description.shape
    let width = shape[shape.count - 1]
    if isPairs { shape[shape.count - 1] = width * 2 }
    let (rows, columns) = (shape.dropLast().reduce(1, *), shape[shape.count - 1])
    guard rows > 0, columns > 0,
      let grid = ScaleGrid(scale, rows: rows, columns: columns, CheckpointConfiguration())
    else { throw module.codeShape(codes) }
    let zeros = try module.optional(
      .torchZeroPoint, [.int8, .int32, .int64, .float32, .bfloat16, .float16])
    let zeroGrid = zeros.flatMap {
      ScaleGrid($0, rows: rows, columns: columns, CheckpointConfiguration())
    }
    if let zeros, zeroGrid?.words != grid.words { throw module.codeShape(zeros) }
    let factor = try module.optional(.torchTensorScale, [.float32])
    if let factor, factor.description.elementCount != 1 { throw module.codeShape(factor) }
    let type = (fields?["dtype"] ?? fields?["orig_dtype"])?["_data"]?.text
    return CheckpointLayer(
      shape: shape,
      storedAs: words(codes, scale, grid, width: fields?["target_dtype"]?["_data"]?.text),
      layer: GroupedLayer(
        parts: [codes, scale] + [zeros, factor].compactMap(\.self), columnCount: columns,
        codes: isPairs
          ? NibbleCodes(codes, rowByteCount: width, levels: float4Levels)
          : ByteCodes(
            codes, rowLength: width, type: codes.description.elementType,
            bitWidth: bitWidth(named: fields?["target_dtype"]?["_data"]?.text))
            as any LayerCodes,
        groups: .size(grid.groupSize),
        scales: factor.map {
          FactoredNumbers(
            numbers: grid.numbers, operation: .multiplied,
            factor: GridNumbers($0, rowStep: 0, groupStep: 0))
        } ?? grid.numbers,
        zeroPoints: zeroGrid?.numbers,
        rounding: LayerRounding(to: type.flatMap { ElementType(rawValue: $0) })))
  }

  /// What a layer is stored as.
  private static func words(
    _ codes: StoredTensor, _ scale: StoredTensor, _ grid: ScaleGrid, width: String?
  ) -> String {
    let isPowers = scale.description.elementType == .float8E8M0FNU
    switch codes.description.elementType {
    case .uint8: return scale.description.elementType == .float8E4M3FN ? "nvfp4" : "mxfp4"
    case .int8:
      return "torchao int\(bitWidth(named: width) ?? 8) \(grid.words)"
    case .float8E4M3FN: return isPowers ? "mxfp8" : "fp8-e4m3 \(grid.words)"
    default: return isPowers ? "mxfp8-e5m2" : "fp8-e5m2 \(grid.words)"
    }
  }

  /// The bits of a type that torchao names; nil of a name that is none.
  private static func bitWidth(named name: String?) -> Int? {
    (1...8).first { "int\($0)" == name }
  }
}
