import QuantizationEngine

/// What a model says about the codes of a constant.
///
///     scale        one for the tensor, or one for each index along an axis
///     zero_point   as many
///     details      instead of these: blocks whose scales are another constant, or something else
///     axis         of the scales
///
/// Source: LiteRT, `tflite/converter/schema/schema.fbs`, `QuantizationParameters`, and
/// `tflite/core/interpreter_builder.cc`, `ParseQuantization`, whose checks are made here too.
struct TFLiteQuantization {
  private let table: FlatBufferTable

  /// What is said in a table.
  init(_ table: FlatBufferTable) { self.table = table }

  /// What codes stand for.
  ///
  /// - Throws: ``TFLiteTensorFault`` where what is said cannot be meant.
  func meaning(
    of codes: TensorDescription, in graph: TFLiteSubgraph, _ budget: inout TFLiteBudget
  ) throws(TFLiteTensorFault) -> TFLiteMeaning {
    let (kind, details) = try TFLiteTensorFault.reading { () throws(FlatBufferFault) in
      (try table.integer(Field.kind) as UInt8, try table.table(Field.details))
    }
    switch kind {
    case 0: return try affine(codes, &budget)
    case 1: return .unknown("custom")
    case 2:
      guard let details else { throw .noDetails }
      return try TFLiteBlocks(details).meaning(of: codes, in: graph, &budget)
    case 3: return .unknown("multi_axis")
    default: return .unknown("tflite-details-\(kind)")
    }
  }

  /// One scale for the tensor, or one for each index along an axis.
  private func affine(
    _ codes: TensorDescription, _ budget: inout TFLiteBudget
  ) throws(TFLiteTensorFault) -> TFLiteMeaning {
    let (scales, zeroPoints, axis) = try TFLiteTensorFault.reading {
      () throws(FlatBufferFault) in
      (
        try table.vector(Field.scale, elementByteCount: 4),
        try table.vector(Field.zeroPoint, elementByteCount: 8),
        Int(try table.integer(Field.axis) as Int32)
      )
    }
    guard let scales, scales.count > 0 else { return .themselves }
    let shape = codes.shape
    guard shape.isEmpty || shape.indices.contains(axis) else {
      throw .axis(found: axis, rank: shape.count)
    }
    let along = shape.isEmpty ? 1 : shape[axis]
    guard scales.count == 1 || scales.count == along else {
      throw .scaleCount(found: scales.count, expected: along)
    }
    guard let zeroPoints, zeroPoints.count == scales.count else {
      throw .zeroPointCount(found: zeroPoints?.count ?? 0, expected: scales.count)
    }
    budget.count(bytes: scales.bytes.count + zeroPoints.bytes.count)
    let numbers = scales.integers(UInt32.self).map(Float.init(bitPattern:))
    // LiteRT's word for a tensor that is not quantized.
    guard numbers != [0] else { return .themselves }
    let allowed = codes.elementType.zeroPoints
    let points = zeroPoints.integers(Int64.self)
    if let found = points.first(where: { !allowed.contains($0) }) {
      throw .zeroPoint(found: found, lowest: allowed.lowerBound, highest: allowed.upperBound)
    }
    let encoding = StoredEncoding(
      codeType: codes.elementType,
      granularity: scales.count == 1 ? .perTensor : .perChannel(axis: axis), shape: shape,
      scales: numbers, zeroPoints: points.contains { $0 != 0 } ? points.map { Float($0) } : [],
      product: .float64, byteCount: scales.bytes.count)
    guard let encoding else { throw .scaleCount(found: scales.count, expected: along) }
    return .values(encoding)
  }

  private enum Field {
    static let scale = 2
    static let zeroPoint = 3
    static let kind = 4
    static let details = 5
    static let axis = 6
  }
}
