import QuantizationEngine

/// A weight of bytes that are codes by themselves, int8 or float8, with scales beside it.
///
/// | part | type | who writes it |
/// | --- | --- | --- |
/// | weight_scale | a float | compressed-tensors, ModelOpt, FBGEMM |
/// | weight_scale | uint8, powers of two for 32 columns | compressed-tensors' `mxfp8-quantized` |
/// | weight_scale_inv | float32 or E8M0; it is multiplied in spite of its name | DeepSeek, transformers |
/// | scale | E8M0; int8 then holds two E2M1 | DeepSeek-V4 |
/// | qscale_weight | float32 | Mistral |
///
///     x = (q − zeroPoint) · scale
///
/// compressed-tensors rounds to the type of its scales, ModelOpt the scale and then the product to the
/// type of the model, the others to nothing.
///
/// Source: compressed-tensors 0.20.0, `compressors/quantized_compressors`; transformers 5.24.0,
/// `integrations/finegrained_fp8.py`; nvidia-modelopt 0.47.0, `torch/quantization/qtensor/fp8_tensor.py`.
enum PlainCodesLayout: CheckpointLayout {
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    let scales: [CheckpointPart] = [.weightScaleInverse, .weightScale, .mistralScale, .scale]
    guard let weight = module[.weight], let scale = scales.first(where: { module[$0] != nil }),
      types.contains(weight.description.elementType)
    else { return nil }
    // Outside of checkpoints a scale may be anything.
    if scale == .scale, module[.scale]?.description.elementType != .float8E8M0FNU,
      weight.description.elementType == .int8
    {
      return nil
    }
    let codes = try module.required(.weight, types, rank: 2...3)
    let part = try module.required(
      scale, CheckpointModule.scaleTypes + [.float8E8M0FNU, .uint8])
    let shape = codes.description.shape
    let (rows, width) = (shape.dropLast().reduce(1, *), shape[shape.count - 1])
    guard rows > 0, width > 0 else { throw module.codeShape(codes) }
    if scale == .scale, codes.description.elementType == .int8 {
      return try pairs(codes, part, rows: rows, module)
    }
    let isPowers = part.description.elementType == .uint8
    guard
      let grid = ScaleGrid(
        part, as: isPowers ? .float8E8M0FNU : nil, rows: rows, columns: width,
        module.configuration)
    else { throw module.codeShape(part) }
    let zeros = try zeroPoints(module, rows: rows, columns: width, as: grid)
    let rounding = rounding(part, scale, module)
    let isModelOpt = module.configuration.method == "modelopt" && rounding != .none
    return CheckpointLayer(
      shape: shape, storedAs: words(codes.description.elementType, grid, isPowers: isPowers),
      layer: GroupedLayer(
        parts: [codes, part] + (zeros.map { [$0.part] } ?? []), columnCount: width,
        codes: ByteCodes(codes, rowLength: width, type: codes.description.elementType),
        groups: .size(grid.groupSize),
        scales: isModelOpt
          ? RoundedNumbers(numbers: grid.numbers, rounding: rounding) : grid.numbers,
        zeroPoints: zeros, rounding: rounding))
  }

  /// The types that codes have.
  private static let types: [ElementType] = [
    .int8, .float8E4M3FN, .float8E5M2, .float8E4M3FNUZ, .float8E5M2FNUZ,
  ]

  /// What values are rounded to.
  private static func rounding(
    _ scale: StoredTensor, _ name: CheckpointPart, _ module: CheckpointModule
  ) -> LayerRounding {
    guard name == .weightScale else { return .none }
    switch (scale.description.elementType, module.configuration.method) {
    case (.float16, _), (.bfloat16, _): return LayerRounding(to: scale.description.elementType)
    case (.float32, "modelopt"), (.uint8, _):
      return LayerRounding(to: module.configuration.computedIn ?? .bfloat16)
    default: return .none
    }
  }

  /// What a layer is stored as.
  private static func words(_ type: ElementType, _ grid: ScaleGrid, isPowers: Bool) -> String {
    switch type {
    case .int8: "compressed-tensors int8 \(grid.words)"
    case .float8E4M3FN where isPowers && grid.words == "group 32": "mxfp8"
    case .float8E4M3FN: "fp8-e4m3 \(grid.words)"
    case .float8E5M2: "fp8-e5m2 \(grid.words)"
    case .float8E4M3FNUZ: "fp8-e4m3fnuz \(grid.words)"
    default: "fp8-e5m2fnuz \(grid.words)"
    }
  }

  /// The zero-points, where there are some.
  private static func zeroPoints(
    _ module: CheckpointModule, rows: Int, columns: Int, as grid: ScaleGrid
  ) throws(CheckpointFault) -> GridNumbers? {
    guard let part = try module.optional(.weightZeroPoint, [.int8, .float32, .bfloat16, .float16])
    else { return nil }
    guard let zeros = ScaleGrid(part, rows: rows, columns: columns, module.configuration),
      zeros.words == grid.words
    else { throw module.codeShape(part) }
    return zeros.numbers
  }

  /// Two E2M1 in each int8.
  private static func pairs(
    _ codes: StoredTensor, _ scale: StoredTensor, rows: Int, _ module: CheckpointModule
  ) throws(CheckpointFault) -> CheckpointLayer {
    var shape = codes.description.shape
    let width = shape[shape.count - 1]
    shape[shape.count - 1] = width * 2
    guard let grid = ScaleGrid(scale, rows: rows, columns: width * 2, module.configuration) else {
      throw module.codeShape(scale)
    }
    return CheckpointLayer(
      shape: shape, storedAs: "mxfp4",
      layer: GroupedLayer(
        parts: [codes, scale], columnCount: width * 2,
        codes: NibbleCodes(codes, rowByteCount: width, levels: float4Levels),
        groups: .size(grid.groupSize), scales: grid.numbers))
  }
}
