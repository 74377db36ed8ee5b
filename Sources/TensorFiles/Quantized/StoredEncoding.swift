public import QuantizationEngine

/// What a file says about the codes of a tensor that it stores quantized: their scales and zero-points.
///
///     r = S·(q − Z)                                                                  (1)
///
/// *Invariant:* there is a scale and a zero-point for each block.
public struct StoredEncoding: Sendable {
  /// The type of the codes.
  public let codeType: ElementType
  /// Which elements share a scale.
  public let granularity: Granularity
  /// The scale of each block.
  let scales: BlockNumbers
  /// The zero-point of each block.
  let zeroPoints: BlockNumbers
  /// How a value is computed.
  let product: DequantizingProduct
  /// How many bytes of the file scales and zero-points take beside the codes.
  let byteCount: Int
  /// How the elements fall into blocks.
  let layout: BlockLayout

  /// An encoding of the elements of a shape; nil where scales or zero-points are not as many as the
  /// blocks, or where the granularity does not fit the shape.
  ///
  /// - Parameters:
  ///   - codeType: The type of the codes.
  ///   - granularity: Which elements share a scale.
  ///   - shape: The dimensions of the tensor, the slowest first.
  ///   - scales: A number for each block, as `BlockLayout` counts them.
  ///   - zeroPoints: Likewise.
  ///   - product: How a value is computed.
  ///   - byteCount: What scales and zero-points take that are no tensors of their own.
  init?(
    codeType: ElementType, granularity: Granularity, shape: [Int], scales: BlockNumbers,
    zeroPoints: BlockNumbers = .all(0), product: DequantizingProduct = .float32, byteCount: Int = 0
  ) {
    guard let layout = try? BlockLayout(shape: shape, granularity: granularity),
      scales.suits(blockCount: layout.blockCount), zeroPoints.suits(blockCount: layout.blockCount)
    else { return nil }
    self.codeType = codeType
    self.granularity = granularity
    self.scales = scales
    self.zeroPoints = zeroPoints
    self.product = product
    let (sum, overflow) = scales.byteCount.addingReportingOverflow(zeroPoints.byteCount)
    self.byteCount = overflow ? .max : max(sum, byteCount)
    self.layout = layout
  }

  /// An encoding whose numbers are all known; nil as above.
  ///
  /// - Parameters:
  ///   - codeType: The type of the codes.
  ///   - granularity: Which elements share a scale.
  ///   - shape: The dimensions of the tensor, the slowest first.
  ///   - scales: One for each block, or one for all.
  ///   - zeroPoints: One for each block, one for all, or none where all are 0.
  ///   - product: How a value is computed.
  ///   - byteCount: What scales and zero-points take in the file; 0 where it does not have them.
  init?(
    codeType: ElementType, granularity: Granularity, shape: [Int], scales: [Float],
    zeroPoints: [Float] = [], product: DequantizingProduct = .float32, byteCount: Int = 0
  ) {
    self.init(
      codeType: codeType, granularity: granularity, shape: shape,
      scales: scales.count == 1 ? .all(scales[0]) : .each(scales),
      zeroPoints: zeroPoints.isEmpty
        ? .all(0) : zeroPoints.count == 1 ? .all(zeroPoints[0]) : .each(zeroPoints),
      product: product, byteCount: byteCount)
  }

  /// How many scales there are.
  public var blockCount: Int { layout.blockCount }

  /// The scale of each block, in row-major order of the blocks, as the file has it: it may be 0,
  /// negative or no number.
  ///
  /// - Throws: ``TensorFileError``, the cases of reading.
  public func allScales() throws(TensorFileError) -> [Float] {
    try scales.numbers(of: 0..<blockCount)
  }

  /// The zero-point of each block, in the same order; it has a fraction in some formats.
  ///
  /// - Throws: ``TensorFileError``, the cases of reading.
  public func allZeroPoints() throws(TensorFileError) -> [Float] {
    try zeroPoints.numbers(of: 0..<blockCount)
  }

  /// What a list says that the tensor is stored as: the type of the codes, and what shares a scale.
  public var storedAs: String {
    switch granularity {
    case .perTensor: "\(codeType.rawValue) per_tensor"
    case .perChannel(let axis): "\(codeType.rawValue) per_channel axis \(axis)"
    case .perGroup(let axis, let size): "\(codeType.rawValue) per_group axis \(axis) size \(size)"
    }
  }
}
