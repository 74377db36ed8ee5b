import QuantizationEngine

extension ONNXQuantization {
  /// Takes down what codes in blocks stand for that lie as bytes.
  mutating func stateBlocks(of node: ONNXQuantizer) {
    guard node.node.domain == "com.microsoft" else { return }
    switch node.node.op {
    case "MatMulNBits": stateMatrix(of: node)
    case "GatherBlockQuantized": stateGathered(of: node)
    default: return
    }
  }

  /// A matrix of N rows of K codes, a scale for every `block_size` of a row, as `MatMulNBits` has it.
  ///
  ///     codes        uint8 [N, blocks, block_size * bits / 8], the last block of a row filled up
  ///     scales       [N * blocks]
  ///     zero-points  as codes, each row filled up to whole bytes, or as scales; 2^(bits − 1) if none
  ///
  ///     value        (code − zeroPoint)·scale; code·scale − zeroPoint·scale with zero-points as scales
  ///
  /// Where the columns are in another order (`g_idx`), it is left as bytes.
  private mutating func stateMatrix(of node: ONNXQuantizer) {
    guard let rowCount = node.size("N", else: 0), let length = node.size("K", else: 0),
      let size = node.size("block_size", else: 0), let bits = node.size("bits", else: 4),
      rowCount > 0, length > 0, size > 0, size.isMultiple(of: 8), node.input(4) == nil,
      let type = Self.codes(ofBits: bits)
    else { return }
    let blockCount = (length - 1) / size + 1
    let (capacity, overflow) = blockCount.multipliedReportingOverflow(by: size)
    guard !overflow else { return }
    state(
      node, codes: 1, scales: 2, zeroPoints: 3, type: type, shape: [rowCount, length],
      capacity: capacity, granularity: .perGroup(axis: 1, size: size),
      standardZeroPoint: Float(1 << (bits - 1)), product(of: node, scales: 2))
  }

  /// A table of which rows are gathered, as `GatherBlockQuantized` has it: codes of 4 bits or less with
  /// a scale for every `block_size` along an axis, or bytes of several codes along the last axis.
  private mutating func stateGathered(of node: ONNXQuantizer) {
    guard let codes = position(node.input(0), node.scope), let stored = tensor(codes),
      let size = node.size("block_size", else: 128)
    else { return }
    let shape = stored.description.shape
    let said = Int(clamping: node.integers["quantize_axis"] ?? 1)
    let axis = said < 0 ? said + shape.count : said
    guard shape.indices.contains(axis) else { return }
    let granularity = Granularity.perGroup(axis: axis, size: size)
    guard stored.description.elementType == .uint8 else {
      guard let scales = position(node.input(2), node.scope) else { return }
      let zeroPoints = position(node.input(3), node.scope)
      guard (node.input(3) == nil) == (zeroPoints == nil) else { return }
      return state(
        codes, scales: scales, zeroPoints: zeroPoints, granularity,
        product(of: node, scales: 2))
    }
    guard axis == shape.count - 1, let bits = node.size("bits", else: 4),
      let type = Self.codes(ofBits: bits)
    else { return }
    let (length, overflow) = shape[axis].multipliedReportingOverflow(by: 8 / bits)
    guard !overflow else { return }
    state(
      node, codes: 0, scales: 2, zeroPoints: 3, type: type, shape: shape.dropLast() + [length],
      capacity: length, granularity: granularity, standardZeroPoint: Float(1 << (bits - 1)),
      product(of: node, scales: 2))
  }

  private static func codes(ofBits bits: Int) -> ElementType? {
    switch bits {
    case 2: .uint2
    case 4: .uint4
    case 8: .uint8
    default: nil
    }
  }

  private func product(of node: ONNXQuantizer, scales: Int) -> DequantizingProduct? {
    guard let position = position(node.input(scales), node.scope) else { return nil }
    return switch tensor(position)?.description.elementType {
    case .float32: .float32
    case .float16: .float16
    case .bfloat16: .bfloat16
    default: nil
    }
  }

  /// Takes down an encoding of codes that lie in bytes of several.
  ///
  /// - Parameters:
  ///   - node: The node that says so.
  ///   - codes: Which of its inputs has the codes.
  ///   - scales: Which one has the scales.
  ///   - zeroPoints: Which one has the zero-points, and may be left out.
  ///   - type: The type of the codes.
  ///   - shape: The shape of the codes, rows along the last axis.
  ///   - capacity: How many codes have room in a row.
  ///   - granularity: What shares a scale, groups along the last axis.
  ///   - standardZeroPoint: The zero-point where none goes in.
  ///   - product: How a value is computed.
  private mutating func state(
    _ node: ONNXQuantizer, codes: Int, scales: Int, zeroPoints: Int, type: ElementType,
    shape: [Int], capacity: Int, granularity: Granularity, standardZeroPoint: Float,
    _ product: DequantizingProduct?
  ) {
    guard var product, let codesPosition = position(node.input(codes), node.scope),
      let scalesPosition = position(node.input(scales), node.scope),
      let bytes = tensor(codesPosition), let scale = tensor(scalesPosition),
      let matrix = bytes.packed(type, shape: shape, capacity: capacity),
      let layout = try? BlockLayout(shape: shape, granularity: granularity),
      let blocksOfRow = layout.blockShape.last
    else { return }
    var zero = BlockNumbers.all(standardZeroPoint)
    var zeroPosition: Int?
    if let name = node.input(zeroPoints) {
      guard let position = position(name, node.scope), let stored = tensor(position) else { return }
      zeroPosition = position
      if stored.description.elementType == .uint8 {
        let perByte = 8 / type.bitCount
        let room = (blocksOfRow + perByte - 1) / perByte * perByte
        guard let packed = stored.packed(type, shape: layout.blockShape, capacity: room) else {
          return
        }
        zero = .stored(packed)
      } else {
        guard stored.description.elementType.isScaleOfONNX else { return }
        zero = .stored(stored)
        // As the kernel of ONNX Runtime for the processor computes it.
        if product == .float32 { product = .float32Parts }
      }
    }
    guard
      let encoding = StoredEncoding(
        codeType: type, granularity: granularity, shape: shape, scales: .stored(scale),
        zeroPoints: zero, product: product)
    else { return }
    let statement = Statement(
      codes: codesPosition, scales: [scalesPosition], zeroPoints: zeroPosition,
      granularity: granularity, product: product, shape: shape)
    state(statement, StoredTensor(quantized: matrix, by: encoding))
  }
}

extension StoredTensor {
  /// The bytes of this tensor as codes of fewer bits, in rows that are filled up; nil where they are
  /// not as many, or not bytes.
  fileprivate func packed(_ type: ElementType, shape: [Int], capacity: Int) -> StoredTensor? {
    guard description.elementType == .uint8, case .elements = form, let length = shape.last,
      let count = TensorDescription.elementCount(of: shape, elementByteCount: 8),
      let room = TensorDescription.elementCount(
        of: shape.dropLast() + [capacity], elementByteCount: 8),
      room * type.bitCount / 8 == description.byteCount, count > 0
    else { return nil }
    let row = PackedElements.Row(length: length, capacity: capacity)
    return StoredTensor(
      description: TensorDescription(
        name: description.name, elementType: type, storedAs: type.rawValue, shape: shape,
        elementCount: count, byteCount: description.byteCount),
      file: file, start: start, form: .packed(PackedElements(bitCount: type.bitCount, rows: row)),
      deflated: deflated)
  }
}
