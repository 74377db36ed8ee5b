import QuantizationEngine

/// What bitsandbytes says of a weight of four bits, as JSON in the bytes of a tensor.
struct QuantizationState {
  /// The dimensions.
  let shape: [Int]
  /// Their product.
  let elementCount: Int
  /// How many values share a scale.
  let blockSize: Int
  /// How many scales share one, where they are quantized.
  let nestedBlockSize: Int
  /// What is added to such scales.
  let nestedOffset: Float
  /// The type that values are rounded to.
  let type: ElementType?

  /// The longest text that is looked at.
  private static let maximumByteCount = 1 << 16

  /// The description in a tensor.
  ///
  /// - Throws: ``CheckpointFault/description(layer:part:)`` and `tooLarge`.
  init(_ part: StoredTensor, of module: CheckpointModule) throws(CheckpointFault) {
    let fault = CheckpointFault.description(
      layer: module.layerName, part: part.description.name)
    guard part.description.byteCount <= Self.maximumByteCount else { throw fault }
    let text = part.file.bytes(in: part.bytes)
    guard let json = try? ParsedJSON(text, in: 0..<text.count),
      let blockSize = json["blocksize"]?.integer, blockSize > 0
    else { throw fault }
    let items = json["shape"]?.items ?? []
    let shape = items.compactMap(\.integer)
    guard !shape.isEmpty, shape.count == items.count, shape.count <= 8,
      shape.allSatisfy({ $0 > 0 })
    else { throw fault }
    guard let count = TensorDescription.elementCount(of: shape, elementByteCount: 8) else {
      throw .tooLarge(layer: module.layerName, shape: shape)
    }
    self.shape = shape
    elementCount = count
    self.blockSize = blockSize
    nestedBlockSize = json["nested_blocksize"]?.integer ?? 256
    nestedOffset = Float(json["nested_offset"]?.number ?? 0)
    type = json["dtype"]?.text.flatMap { ElementType(rawValue: $0) }
    guard nestedBlockSize > 0 else { throw fault }
  }
}

/// Scales of blocks that are codes themselves.
///
///     scale[b] = map(code[b]) · absmax[b / size] + offset
struct NestedNumbers: LayerNumbers {
  /// The codes.
  private let codes: GridNumbers
  /// The scales of the codes, one for each of their blocks.
  private let absmax: GridNumbers
  /// The levels of the codes.
  private let map: GridNumbers
  /// How many codes share a scale.
  private let blockSize: Int
  /// What is added.
  private let offset: Float

  /// The tensors besides the codes.
  var parts: [StoredTensor] { [absmax.part, map.part] }

  /// The scales in some codes.
  ///
  /// - Throws: ``CheckpointFault``, the cases about a part.
  init(
    _ codes: StoredTensor, _ state: QuantizationState, of module: CheckpointModule,
    blockCount: Int
  ) throws(CheckpointFault) {
    let absmax = try module.required(.nestedAbsmax, [.float32])
    let map = try module.required(.nestedQuantMap, [.float32])
    try module.require(absmax, [ScaleGrid.parts(blockCount, state.nestedBlockSize)])
    try module.require(map, [256])
    self.codes = GridNumbers(codes, rowStep: 0, groupStep: 1)
    self.absmax = GridNumbers(absmax, rowStep: 0, groupStep: 1)
    self.map = GridNumbers(map, rowStep: 0, groupStep: 1)
    blockSize = state.nestedBlockSize
    offset = state.nestedOffset
  }

  func numbers(of rows: Range<Int>, groups: Range<Int>) -> [Float] {
    guard !groups.isEmpty else { return [] }
    let levels = map.numbers(of: 0..<1, groups: 0..<256)
    let codes = codes.numbers(of: rows, groups: groups)
    let blocks = groups.lowerBound / blockSize..<(groups.upperBound - 1) / blockSize + 1
    let absmax = absmax.numbers(of: 0..<1, groups: blocks)
    return codes.indices.map { index in
      let block = (groups.lowerBound + index) / blockSize - blocks.lowerBound
      return levels[Int(codes[index])] * absmax[block] + offset
    }
  }
}
