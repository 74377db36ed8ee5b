import QuantizationEngine

/// compressed-tensors' `pack-quantized`: words along the rows.
///
/// | part | type | shape |
/// | --- | --- | --- |
/// | weight_packed | int32 | rows × ⌈columns · bits / 32⌉ |
/// | weight_shape | int64 | 2: rows, columns |
/// | weight_scale | a float | rows × groups, or fewer |
/// | weight_zero_point | int32 | ⌈rows · bits / 32⌉ × groups, packed along the rows |
/// | weight_g_idx | int32 | columns |
///
///     x = (field − 2^(bits − 1) − zeroPoint) · scale
///
/// rounded to the type of the scales. Up to 0.16.0 as many fields are in a word as have room in it, later
/// they lie without gaps; the two differ in width where 32 is no multiple of the bits.
///
/// Source: compressed-tensors 0.20.0, `compressors/pack_quantized`.
enum PackedLayout: CheckpointLayout {
  static func layer(of module: CheckpointModule) throws(CheckpointFault) -> CheckpointLayer? {
    guard let words = module[.weightPacked], words.description.elementType == .int32 else {
      return nil
    }
    let codes = try module.required(.weightPacked, [.int32], rank: 2...2)
    let scale = try module.required(.weightScale, CheckpointModule.scaleTypes)
    let sizes = try module.required(.weightShape, [.int64, .int32])
    guard sizes.description.elementCount == 2 else {
      throw .description(layer: module.layerName, part: sizes.description.name)
    }
    let shape = (0..<2).map { index -> Int in
      sizes.description.elementType == .int64
        ? Int(sizes.file.integer(Int64.self, at: sizes.start + 8 * index))
        : Int(sizes.file.integer(Int32.self, at: sizes.start + 4 * index))
    }
    let (rows, columns) = (codes.description.shape[0], shape[1])
    let width = codes.description.shape[1]
    // No more columns than the words have bits; what is past that could not be counted either.
    guard shape[0] == rows, columns > 0, rows > 0, columns / 32 <= width,
      let packing = packing(columns: columns, width: width, module)
    else { throw .description(layer: module.layerName, part: sizes.description.name) }
    guard let grid = ScaleGrid(scale, rows: rows, columns: columns, module.configuration) else {
      throw module.codeShape(scale)
    }
    let index = try module.optional(.weightGroupIndex, [.int32], rank: 1...1)
    if let index { try module.require(index, [columns]) }
    let groupCount = ScaleGrid.parts(columns, grid.groupSize)
    let zeroPoints = try zeroPoints(module, grid, packing, rows: rows, groupCount: groupCount)
    return CheckpointLayer(
      shape: [rows, columns], storedAs: "compressed-tensors int\(packing.bits) \(grid.words)",
      layer: GroupedLayer(
        parts: [codes, scale, sizes] + [zeroPoints?.part, index].compactMap(\.self),
        columnCount: columns, codes: self.codes(codes, packing),
        groups: index.map {
          .indexed($0, groupCount: groupCount, layer: module.layerName)
        } ?? .size(grid.groupSize),
        scales: grid.numbers, zeroPoints: zeroPoints?.numbers,
        rounding: LayerRounding(to: scale.description.elementType)))
  }

  /// How codes lie in words, by how many words a row takes.
  private static func packing(
    columns: Int, width: Int, _ module: CheckpointModule
  ) -> WordPacking? {
    let packings = [4, 8, 2, 3, 5, 6, 7, 1].flatMap { bits -> [WordPacking] in
      32 % bits == 0 ? [.dense(bits: bits)] : [.dense(bits: bits), .sparse(bits: bits)]
    }
    let fitting = packings.filter { $0.wordCount(of: columns) == width }
    return fitting.first { module.configuration.bitWidths.contains($0.bits) } ?? fitting.first
  }

  /// The codes; those of 4 and 8 bits lie in bytes, the first in the lowest bits.
  private static func codes(_ part: StoredTensor, _ packing: WordPacking) -> any LayerCodes {
    let width = part.description.shape[1]
    switch packing.bits {
    case 4:
      return NibbleCodes(part, rowByteCount: 4 * width, levels: (-8..<8).map { Float($0) })
    case 8:
      return ByteCodes(
        part, rowLength: 4 * width, levels: (-128..<128).map { Float($0) },
        range: -128...127)
    default:
      return FieldCodes(
        part: part, rowWordCount: width, packing: packing, origin: Float(1 << (packing.bits - 1)))
    }
  }

  /// The zero-points, where there are some.
  private static func zeroPoints(
    _ module: CheckpointModule, _ grid: ScaleGrid, _ packing: WordPacking, rows: Int,
    groupCount: Int
  ) throws(CheckpointFault) -> (part: StoredTensor, numbers: any LayerNumbers)? {
    guard let part = try module.optional(.weightZeroPoint, [.int32, .int8]) else { return nil }
    if part.description.elementType == .int8 {
      guard
        let zeros = ScaleGrid(
          part, rows: rows, columns: groupCount * grid.groupSize, module.configuration),
        zeros.groupSize == grid.groupSize || zeros.words == grid.words
      else { throw module.codeShape(part) }
      return (part, zeros.numbers)
    }
    try module.require(part, [packing.wordCount(of: rows), groupCount])
    return (
      part,
      PackedNumbers(
        part: part, wordStep: groupCount, order: .columns, fields: .packed(packing),
        meaning: .code(lessening: Float(1 << (packing.bits - 1))))
    )
  }
}
