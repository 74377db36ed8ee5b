import QuantizationEngine

/// GPTQ: words down the columns, scales and zero-points of groups of rows, all of it transposed.
///
/// | part | type | shape |
/// | --- | --- | --- |
/// | qweight | int32 | columns · bits / 32 × rows |
/// | qzeros | int32 | groups × rows · bits / 32 |
/// | scales | float16 | groups × rows |
/// | g_idx | int32 | columns |
///
///     x[row, column] = (q − zeroPoint[group, row]) · scale[group, row], group = g_idx[column]
///
/// in float32, rounded to the type of the scales. What v1, which is what nothing is said of, stores as
/// zero-points is one less, subtracted from whole words; adding it to whole words undoes that where a
/// zero-point of 0 had borrowed from its neighbour. Words of 3 bits are no whole number of fields, and
/// there the library adds to each field alone.
///
/// Source: gptqmodel 7.7.0, `nn_modules/qlinear/torch.py`, `utils/model.py`.
enum GPTQLayout: CheckpointLayout {
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    guard let words = module[.qweight], words.description.shape.count == 2,
      let scales = module[.scales], scales.description.shape.count == 2,
      words.description.shape[1] == scales.description.shape[1],
      words.description.elementType == .int32
    else { return nil }
    let codes = try module.required(.qweight, [.int32], rank: 2...2)
    let zeros = try module.required(.qzeros, [.int32], rank: 2...2)
    let scale = try module.required(.scales, CheckpointModule.scaleTypes, rank: 2...2)
    let index = try module.optional(.groupIndex, [.int32], rank: 1...1)
    let (groupCount, rows) = (scale.description.shape[0], scale.description.shape[1])
    guard rows > 0, groupCount > 0, codes.description.shape[0] > 0 else {
      throw module.codeShape(codes)
    }
    guard let packing = packing(zeroWords: zeros.description.shape[1], rows: rows, module) else {
      throw module.codeShape(zeros)
    }
    try module.require(zeros, [groupCount, packing.wordCount(of: rows)])
    let wordRows = codes.description.shape[0]
    let (length, bundleWords) = packing.bundle
    guard wordRows % bundleWords == 0 else { throw module.codeShape(codes) }
    let columns = wordRows / bundleWords * length
    if let index { try module.require(index, [columns]) }
    guard
      let size = ScaleGrid.size(columns, parts: groupCount, said: module.configuration.groupSize)
    else { throw module.codeShape(scale) }
    return CheckpointLayer(
      shape: [rows, columns],
      storedAs: "gptq int\(packing.bits) " + (groupCount == 1 ? "channel" : "group \(size)"),
      layer: GroupedLayer(
        parts: [codes, zeros, scale] + (index.map { [$0] } ?? []), columnCount: columns,
        codes: ColumnWordCodes(part: codes, rowCount: rows, packing: packing),
        groups: index.map {
          .indexed($0, groupCount: groupCount, layer: module.layerName)
        } ?? .size(size),
        scales: GridNumbers(scale, rowStep: 1, groupStep: rows),
        zeroPoints: PackedNumbers(
          part: zeros, wordStep: zeros.description.shape[1], order: .groups,
          fields: .packed(packing), meaning: meaning(packing, module)),
        rounding: LayerRounding(to: scale.description.elementType)))
  }

  /// How codes lie in words, by how many words the zero-points of a group take.
  private static func packing(
    zeroWords: Int, rows: Int, _ module: CheckpointModule
  ) -> WordPacking? {
    let isPlanar = module.configuration.format == "gptq_p"
    let packings = [4, 8, 2, 3, 5, 6, 7].map { bits -> WordPacking in
      bits == 3 && isPlanar || [5, 6, 7].contains(bits) ? .planar(bits: bits) : .dense(bits: bits)
    }
    let fitting = packings.filter { $0.wordCount(of: rows) == zeroWords }
    return fitting.first { $0.bits == module.configuration.bits } ?? fitting.first
  }

  /// What a stored zero-point stands for.
  private static func meaning(
    _ packing: WordPacking, _ module: CheckpointModule
  ) -> PackedNumbers.Meaning {
    if case .planar = packing { return .code(lessening: 0) }
    if module.configuration.format == "gptq_v2" { return .code(lessening: 0) }
    return packing.bits == 3 ? .fieldsPlusOne : .wordsPlusOne
  }
}
