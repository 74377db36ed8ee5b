import QuantizationEngine

/// What a model says about codes that are quantized in blocks, whose scales are another constant.
///
///     scales        the index of a constant of the same graph
///     zero_points   likewise, or −1
///     block_size    how many neighbours along an axis share a scale
///
/// The axis is not said: it is the one along which the scales are fewer than the codes.
///
/// Source: LiteRT, `tflite/converter/schema/schema.fbs`, `BlockwiseQuantization`, and
/// `tflite/kernels/fully_connected.cc`.
struct TFLiteBlocks {
  private let table: FlatBufferTable

  /// What is said in a table.
  init(_ table: FlatBufferTable) { self.table = table }

  /// What codes stand for.
  func meaning(
    of codes: TensorDescription, in graph: TFLiteSubgraph, _ budget: inout TFLiteBudget
  ) throws(TFLiteTensorFault) -> TFLiteMeaning {
    let fields = try TFLiteTensorFault.reading { () throws(FlatBufferFault) in
      (
        scales: Int(try table.integer(Field.scales) as Int32),
        zeroPoints: Int(try table.integer(Field.zeroPoints) as Int32),
        size: Int(try table.integer(Field.size) as Int32),
        hasShape: (try table.vector(Field.shape, elementByteCount: 4)?.count ?? 0) > 0
      )
    }
    // Blocks along several axes.
    guard !fields.hasShape else { return .unknown("block_shape") }
    guard let scales = graph.elements(of: fields.scales, &budget),
      scales.description.elementType.isFloat
    else { throw .blockScales(index: fields.scales) }
    guard
      let axis = Self.axis(ofBlocks: fields.size, scales.description.shape, of: codes.shape)
    else {
      throw .blockShape(
        scales: scales.description.shape, size: fields.size, shape: codes.shape)
    }
    var zeroPoints = BlockNumbers.all(0)
    if fields.zeroPoints >= 0 {
      guard let points = graph.elements(of: fields.zeroPoints, &budget),
        points.description.shape == scales.description.shape
      else { throw .blockZeroPoints(index: fields.zeroPoints) }
      zeroPoints = .stored(points)
    }
    let encoding = StoredEncoding(
      codeType: codes.elementType, granularity: .perGroup(axis: axis, size: fields.size),
      shape: codes.shape, scales: .stored(scales), zeroPoints: zeroPoints, product: .float64)
    guard let encoding else {
      throw .blockShape(
        scales: scales.description.shape, size: fields.size, shape: codes.shape)
    }
    return .values(encoding)
  }

  /// The axis along which scales of a shape suit blocks of codes of another.
  ///
  /// Where several do, their blocks are the same.
  static func axis(ofBlocks size: Int, _ scales: [Int], of codes: [Int]) -> Int? {
    guard size > 0, scales.count == codes.count else { return nil }
    return codes.indices.last { axis in
      var expected = codes
      expected[axis] = codes[axis] / size + (codes[axis].isMultiple(of: size) ? 0 : 1)
      return expected == scales
    }
  }

  private enum Field {
    static let scales = 0
    static let zeroPoints = 1
    static let size = 2
    static let shape = 3
  }
}

extension ElementType {
  /// Whether the elements are floating-point numbers.
  fileprivate var isFloat: Bool { !isInteger && self != .bool }
}
