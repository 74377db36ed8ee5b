import QuantizationEngine

/// bitsandbytes: NF4 and FP4 in one run of blocks, and int8 with the largest magnitude of each row.
///
/// | part | type | what |
/// | --- | --- | --- |
/// | weight | uint8, or others of which only the bytes count | two codes to a byte, the first in the high half |
/// | weight.absmax | float32, or uint8 where it is itself quantized | a number for each block |
/// | weight.quant_map | float32 | the 16 levels |
/// | weight.nested_absmax, weight.nested_quant_map | float32 | of absmax, in blocks of 256 |
/// | weight.quant_state.bitsandbytes__nf4, or fp4 | uint8 | JSON: shape, block size, type |
///
///     x[i] = level(code[i]) · absmax[i / blocksize]
///     absmax[b] = map(code[b]) · nestedAbsmax[b / 256] + offset
///
/// rounded to the type in that JSON. Blocks go on past the ends of rows. Of int8, with row maxima `SCB`:
///
///     x = (q · SCB[row]) · (1 / 127)
///
/// Source: bitsandbytes 0.50.2, `functional.py`, `backends/default/ops.py`.
enum BitsAndBytesLayout: CheckpointLayout {
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    if module[.rowMaxima] != nil { return try bytes(of: module) }
    for (part, name) in [(CheckpointPart.quantStateNF4, "nf4"), (.quantStateFP4, "fp4")]
    where module[part] != nil {
      return try nibbles(of: module, described: part, as: name)
    }
    guard module[.absmax] == nil else {
      throw .missingPart(layer: module.layerName, part: CheckpointPart.quantStateNF4.rawValue)
    }
    return nil
  }

  /// int8 with a scale for each row.
  private static func bytes(
    of module: CheckpointModule
  ) throws(CheckpointFault) -> CheckpointLayer {
    let codes = try module.required(.weight, [.int8], rank: 2...2)
    let maxima = try module.required(.rowMaxima, [.float32, .float16], rank: 1...1)
    let (rows, columns) = (codes.description.shape[0], codes.description.shape[1])
    guard rows > 0, columns > 0 else { throw module.codeShape(codes) }
    try module.require(maxima, [rows])
    return CheckpointLayer(
      shape: [rows, columns], storedAs: "bnb-int8 channel",
      layer: GroupedLayer(
        parts: [codes, maxima] + (module[.weightFormat].map { [$0] } ?? []),
        columnCount: columns, codes: ByteCodes(codes, rowLength: columns, type: .int8),
        groups: .size(columns), scales: GridNumbers(maxima, rowStep: 1, groupStep: 0),
        factor: 1 / 127))
  }

  /// Four bits in blocks.
  private static func nibbles(
    of module: CheckpointModule, described part: CheckpointPart, as name: String
  ) throws(CheckpointFault) -> CheckpointLayer {
    let state = try QuantizationState(try module.required(part, [.uint8]), of: module)
    let codes = try module.required(
      .weight, [.uint8, .int8, .float16, .bfloat16, .float32, .float64])
    let absmax = try module.required(.absmax, [.float32, .uint8, .float16, .bfloat16])
    let map = try module.required(.quantMap, [.float32])
    try module.require(map, [16])
    // The last byte of an odd number is half empty, and other types are filled up.
    let byteCount = (state.elementCount + 1) / 2
    guard codes.description.byteCount >= byteCount,
      codes.description.byteCount - byteCount < codes.description.elementType.byteCount
    else { throw module.codeShape(codes) }
    let blockCount = ScaleGrid.parts(state.elementCount, state.blockSize)
    guard absmax.description.elementCount == blockCount else {
      throw .partShape(
        layer: module.layerName, part: absmax.description.name, found: absmax.description.shape,
        expected: [blockCount])
    }
    let isNested = absmax.description.elementType == .uint8
    let nested =
      isNested ? try NestedNumbers(absmax, state, of: module, blockCount: blockCount) : nil
    let levels = GridNumbers(map, rowStep: 0, groupStep: 1).numbers(of: 0..<1, groups: 0..<16)
    let others = [absmax, map, module[part]] + (nested?.parts ?? []).map { Optional($0) }
    return CheckpointLayer(
      shape: state.shape,
      storedAs: "bnb-\(name) block \(state.blockSize)" + (isNested ? " nested" : ""),
      layer: GroupedLayer(
        parts: [codes] + others.compactMap(\.self), columnCount: state.elementCount,
        codes: NibbleCodes(codes, rowByteCount: byteCount, levels: levels, order: .highFirst),
        groups: .size(state.blockSize),
        scales: nested ?? GridNumbers(absmax, rowStep: 0, groupStep: 1) as any LayerNumbers,
        rounding: LayerRounding(to: state.type)))
  }
}
