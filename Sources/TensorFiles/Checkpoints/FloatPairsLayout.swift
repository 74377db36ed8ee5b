import QuantizationEngine

/// Weights of float4 E2M1, two to a byte, the first in the low half: NVFP4 and MXFP4.
///
/// | layout | codes | scales | for the tensor |
/// | --- | --- | --- | --- |
/// | compressed-tensors' NVFP4 | weight_packed | weight_scale, E4M3 for 16 | weight_global_scale, divided by |
/// | ModelOpt's NVFP4 | weight | weight_scale, E4M3 for 16 | weight_scale_2, multiplied by |
/// | compressed-tensors' MXFP4 | weight_packed | weight_scale, uint8 as powers of two for 32 | |
///
///     x = level · (scale / globalScale)     or     level · (scale · scale2)
///
/// in float32, rounded to the type that the model computes in. ModelOpt reads −0 as 0.
///
/// Source: compressed-tensors 0.20.0, `compressors/fp4_quantized.py`; nvidia-modelopt 0.47.0,
/// `torch/quantization/qtensor/nvfp4_tensor.py`.
enum FloatPairsLayout: CheckpointLayout {
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    let codesName: CheckpointPart
    if module[.weightPacked]?.description.elementType == .uint8 {
      codesName = .weightPacked
    } else if module[.weight]?.description.elementType == .uint8, module[.weightScale2] != nil {
      codesName = .weight
    } else {
      return nil
    }
    let codes = try module.required(codesName, [.uint8], rank: 2...3)
    let scale = try module.required(.weightScale, [.float8E4M3FN, .uint8, .float8E8M0FNU])
    var shape = codes.description.shape
    let width = shape[shape.count - 1]
    shape[shape.count - 1] = width * 2
    let rows = shape.dropLast().reduce(1, *)
    let isNVFP4 = scale.description.elementType == .float8E4M3FN
    guard rows > 0, width > 0,
      let grid = ScaleGrid(
        scale, as: isNVFP4 ? nil : .float8E8M0FNU, rows: rows, columns: width * 2,
        CheckpointConfiguration())
    else { throw module.codeShape(codes) }
    let isModelOpt = codesName == .weight
    let factor = try factor(module, isModelOpt: isModelOpt)
    let plain = NibbleCodes(codes, rowByteCount: width, levels: float4Levels)
    let unsigned = float4Levels.map { $0 == 0 ? 0 : $0 }
    let dtype = module.configuration.computedIn ?? .bfloat16
    return CheckpointLayer(
      shape: shape, storedAs: isNVFP4 ? "nvfp4" : "mxfp4",
      layer: GroupedLayer(
        parts: [codes, scale] + (factor.map { [$0.factor.part] } ?? []), columnCount: width * 2,
        codes: isModelOpt ? NibbleCodes(codes, rowByteCount: width, levels: unsigned) : plain,
        groups: .size(grid.groupSize),
        scales: factor.map {
          FactoredNumbers(numbers: grid.numbers, operation: $0.operation, factor: $0.factor)
        } ?? grid.numbers,
        typeCodes: isModelOpt ? plain : nil, rounding: LayerRounding(to: dtype)))
  }

  /// What the scales are multiplied or divided by, where there is something.
  private static func factor(
    _ module: CheckpointModule, isModelOpt: Bool
  ) throws(CheckpointFault) -> (factor: GridNumbers, operation: FactoredNumbers.Operation)? {
    let name: CheckpointPart = isModelOpt ? .weightScale2 : .weightGlobalScale
    guard let part = try module.optional(name, CheckpointModule.scaleTypes) else { return nil }
    guard part.description.elementCount == 1 else { throw module.codeShape(part) }
    return (
      GridNumbers(part, rowStep: 0, groupStep: 0), isModelOpt ? .multiplied : .divided
    )
  }
}
