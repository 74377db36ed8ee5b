import QuantizationEngine

/// ModelOpt's INT4 AWQ: two rows to a byte, scales for groups of columns.
///
/// | part | type | shape |
/// | --- | --- | --- |
/// | weight | uint8 | rows / 2 × columns |
/// | weight_scale | a float | rows × groups |
/// | pre_quant_scale | a float | columns |
///
///     x = q · scale · columnScale
///
/// What is stored is the original divided by pre_quant_scale, column by column, for the input is
/// multiplied by it; so here the values are. Of layers that share an input it is not with them but in
/// the norm before them, and their values are the original's divided by what that was multiplied by.
///
/// Source: nvidia-modelopt 0.47.0, `torch/export/quant_utils.py`.
enum RowPairLayout: CheckpointLayout {
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    guard module[.weight]?.description.elementType == .uint8, module[.weightScale] != nil else {
      return nil
    }
    if module.configuration.method == "bitnet" {
      throw .method(layer: module.layerName, method: "BitNet, four rows of three values to a byte")
    }
    let codes = try module.required(.weight, [.uint8], rank: 2...2)
    let scale = try module.required(.weightScale, CheckpointModule.scaleTypes)
    let (rows, columns) = (codes.description.shape[0] * 2, codes.description.shape[1])
    guard rows > 0, columns > 0,
      let grid = ScaleGrid(scale, rows: rows, columns: columns, module.configuration),
      scale.description.shape.first == rows
    else { throw module.codeShape(codes) }
    let columnScale = try module.optional(.preQuantScale, CheckpointModule.scaleTypes)
    if let columnScale { try module.require(columnScale, [columns]) }
    return CheckpointLayer(
      shape: [rows, columns],
      storedAs: "modelopt-awq int4 group \(grid.groupSize)",
      layer: GroupedLayer(
        parts: [codes, scale] + (columnScale.map { [$0] } ?? []), columnCount: columns,
        codes: RowPairCodes(part: codes, columnCount: columns), groups: .size(grid.groupSize),
        scales: grid.numbers,
        columnScales: columnScale.map { GridNumbers($0, rowStep: 0, groupStep: 1) }))
  }
}
