import QuantizationEngine

/// AWQ, as its GEMM kernels want it: four bits, eight rows of the layer to a word.
///
/// | part | type | shape |
/// | --- | --- | --- |
/// | qweight | int32 | columns × rows / 8 |
/// | qzeros | int32 | groups × rows / 8 |
/// | scales | float16 | groups × rows |
///
///     x[row, column] = (q − zeroPoint[group, row]) · scale[group, row]
///
/// in float32, rounded to the type of the scales. The layouts of its other kernels are told and not read.
///
/// Source: autoawq 0.2.9, `awq/modules/linear/gemm.py`, `awq/utils/packing_utils.py`.
enum AWQLayout: CheckpointLayout {
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    guard let words = module[.qweight] else { return nil }
    if words.description.elementType == .int16 {
      throw .method(layer: module.layerName, method: "AWQ for its GEMV_FAST kernels")
    }
    let codes = try module.required(.qweight, [.int32], rank: 2...2)
    let scale = try module.required(.scales, CheckpointModule.scaleTypes, rank: 2...2)
    let (columns, width) = (codes.description.shape[0], codes.description.shape[1])
    let (groupCount, rows) = (scale.description.shape[0], scale.description.shape[1])
    if groupCount == columns, groupCount > 0, width * 8 >= rows {
      throw .method(layer: module.layerName, method: "AWQ for its GEMV kernels")
    }
    guard rows == width * 8, columns > 0, rows > 0, module[.groupIndex] == nil else {
      throw module.codeShape(codes)
    }
    let zeros = try module.required(.qzeros, [.int32], rank: 2...2)
    try module.require(zeros, [groupCount, width])
    guard
      let size = ScaleGrid.size(columns, parts: groupCount, said: module.configuration.groupSize)
    else { throw module.codeShape(scale) }
    return CheckpointLayer(
      shape: [rows, columns],
      storedAs: "awq int4 " + (groupCount == 1 ? "channel" : "group \(size)"),
      layer: GroupedLayer(
        parts: [codes, zeros, scale], columnCount: columns,
        codes: LaneCodes(part: codes, wordCount: width), groups: .size(size),
        scales: GridNumbers(scale, rowStep: 1, groupStep: rows),
        zeroPoints: PackedNumbers(
          part: zeros, wordStep: width, order: .groups, fields: .lanes,
          meaning: .code(lessening: 0)),
        rounding: LayerRounding(to: scale.description.elementType)))
  }
}
