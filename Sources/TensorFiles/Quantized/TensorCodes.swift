import NumberFormats
import QuantizationEngine

/// The codes that a tensor is stored as, as whole numbers: those of scales and zero-points, those of a
/// checkpoint's layer, or those of GGUF's blocks.
///
///     if let codes = file.storedCodes(of: 0) { codes.range; try codes.codes(0..<1000) }
///
/// They are counted in the order in which they lie, which is not always that of the values: who counts
/// how often each occurs does not mind.
public struct TensorCodes: Sendable {
  /// The codes that there are.
  public let range: ClosedRange<Int>
  /// How many there are: as many as the tensor has values.
  public let count: Int

  private let source: Source

  private enum Source: Sendable {
    case tensor(StoredTensor)
    case layer(StoredIntegers, columnCount: Int)
    case blocks(StoredTensor, BlockFormat)
  }

  /// The codes of a tensor; nil where it has none that are whole numbers of at most 16 bits in the order of
  /// what they stand for.
  init?(_ stored: StoredTensor) {
    count = stored.description.elementCount
    switch stored.form {
    case .quantized(let codes, let encoding):
      guard encoding.codeType.isInteger, encoding.codeType.bitCount <= 16 else { return nil }
      range = encoding.codeType.integers
      source = .tensor(codes)
    case .layered(let layer):
      guard let integers = layer.integers else { return nil }
      range = integers.range
      source = .layer(integers, columnCount: layer.storedColumnCount)
    case .blocks(let format):
      guard let codes = format.codeRange else { return nil }
      range = codes
      source = .blocks(stored, format)
    case .elements, .strided, .packed, .unread: return nil
    }
  }

  /// Some codes.
  ///
  /// - Parameter elements: Which they are, in the order in which they lie.
  /// - Returns: As many numbers.
  /// - Throws: ``TensorFileError``, the cases of reading.
  /// - Precondition: `elements` lies within `0..<count`.
  public func codes(_ elements: Range<Int>) throws(TensorFileError) -> [Float] {
    precondition(
      elements.lowerBound >= 0 && elements.upperBound <= count, "codes lie within the tensor")
    switch source {
    case .tensor(let codes): return try codes.readable().values(in: [elements]).float32 ?? []
    case .layer(let integers, let columnCount):
      return unsafe [Float](unsafeUninitializedCapacity: elements.count) { target, count in
        count = elements.count
        guard let first = target.baseAddress else { return }
        LayerArea.forEach(
          in: elements, columnCount: columnCount, columnLimit: integers.codes.columnLimit
        ) { area, place, stride in
          unsafe integers.codes.unpack(area, into: first + place, stride: stride)
        }
      }
    case .blocks(let stored, let format):
      guard !elements.isEmpty else { return [] }
      let stored = try stored.readable()
      let codes = format.codes(ofBlocks: stored.file.bytes(in: stored.bytes(of: elements)))
      let skipped = elements.lowerBound % format.valueCount
      return Array(codes[skipped..<skipped + elements.count])
    }
  }
}

extension TensorFile {
  /// The codes that a tensor is stored as; nil where it is stored as its values, or as codes that are no
  /// whole numbers.
  ///
  /// - Parameter tensor: A position in `tensors`.
  /// - Returns: The codes, none of them read yet.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func storedCodes(of tensor: Int) -> TensorCodes? {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    return TensorCodes(stored[tensor])
  }
}
