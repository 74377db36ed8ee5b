import QuantizationEngine

/// MXFP4 as gpt-oss has it: blocks of 32 values in 16 bytes, the first of two in the low half, and a power
/// of two for each block.
///
/// | part | type | shape |
/// | --- | --- | --- |
/// | NAME_blocks | uint8 | experts × rows × columns / 32 × 16 |
/// | NAME_scales | uint8 | experts × rows × columns / 32 |
///
///     x = level · 2^(scale − 127)
///
/// The model has each expert transposed, as experts × columns × rows, and so has the list.
///
/// Source: transformers 5.24.0, `integrations/mxfp4.py`.
enum BlocksLayout: CheckpointLayout {
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    guard module[.blocks] != nil else { return nil }
    let codes = try module.required(.blocks, [.uint8], rank: 3...4)
    let scales = try module.required(.blockScales, [.uint8, .float8E8M0FNU])
    try module.require(scales, codes.description.shape.dropLast())
    let shape = codes.description.shape
    let groupCount = shape[shape.count - 2]
    let leading = Array(shape.dropLast(2))
    let rows = leading.reduce(1, *)
    guard shape[shape.count - 1] == 16, rows > 0, groupCount > 0 else {
      throw module.codeShape(codes)
    }
    let stored = GroupedLayer(
      parts: [codes, scales], columnCount: groupCount * 32,
      codes: NibbleCodes(codes, rowByteCount: groupCount * 16, levels: float4Levels),
      groups: .size(32),
      scales: GridNumbers(scales, as: .float8E8M0FNU, rowStep: groupCount, groupStep: 1))
    guard leading.count == 2 else {
      return CheckpointLayer(
        shape: leading + [groupCount * 32], storedAs: "mxfp4", layer: stored)
    }
    return CheckpointLayer(
      shape: [leading[0], groupCount * 32, leading[1]], storedAs: "mxfp4",
      layer: TransposedLayer(stored: stored, columnCount: leading[1]))
  }
}
