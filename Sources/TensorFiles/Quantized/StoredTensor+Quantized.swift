import QuantizationEngine
import Synchronization

extension StoredTensor {
  /// A tensor whose codes stand for real values.
  ///
  /// It has the name, the place and the bytes of its codes; what its scales take in the file is counted
  /// in ``TensorFile/storedByteCount(of:)``. Codes that are not read make a tensor that is not read.
  ///
  /// - Precondition: the encoding is one of the shape of the codes.
  init(quantized codes: StoredTensor, by encoding: StoredEncoding) {
    precondition(
      encoding.layout.shape == codes.description.shape, "codes and encoding have one shape")
    let isUnread = if case .unread = codes.form { true } else { false }
    self.init(
      description: TensorDescription(
        name: codes.description.name, elementType: .float32, storedAs: encoding.storedAs,
        shape: codes.description.shape, elementCount: codes.description.elementCount,
        byteCount: codes.description.byteCount),
      file: codes.file, start: codes.start,
      form: isUnread ? codes.form : .quantized(codes: codes, encoding), deflated: codes.deflated)
  }

  /// The values that codes stand for.
  ///
  /// - Throws: ``TensorFileError/notEnoughMemory(path:name:byteCount:)`` and `fileShrank`.
  func dequantizedValues(
    in runs: [Range<Int>], _ codes: StoredTensor, _ encoding: StoredEncoding,
    _ goOn: (Double) -> Bool
  ) throws(TensorFileError) -> [Float] {
    let failure = Mutex<TensorFileError?>(nil)
    let values: [Float] = unsafe try filled(runs, goOn) { stretch, bytes, target in
      guard let source = bytes.baseAddress, let first = target.baseAddress else { return }
      let ends = unsafe DecodingEnds(source: source, target: first)
      forEachPiece(of: stretch) { part in
        let target = unsafe ends.target + part.lowerBound - stretch.lowerBound
        do throws(TensorFileError) {
          let codes = try codes.values(in: [part])
          unsafe try encoding.dequantize(codes, of: part, into: target)
        } catch {
          failure.withLock { $0 = error }
          unsafe target.initialize(repeating: 0, count: part.count)
        }
      }
    }
    if let error = failure.withLock(\.self) { throw error }
    return values
  }
}

extension TensorFile {
  /// How the codes of a tensor stand for its values, where the file itself says that it is quantized.
  ///
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func storedEncoding(of tensor: Int) -> StoredEncoding? {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    return if case .quantized(_, let encoding) = stored[tensor].form { encoding } else { nil }
  }
}

extension TensorFile {
  /// How many bytes of the file are needed for a tensor: its elements, or its codes with their scales,
  /// zero-points and other parts.
  ///
  /// Scales that several tensors share are counted for each of them.
  ///
  /// - Parameter tensor: A position in `tensors`.
  /// - Returns: `byteCount` of its description where nothing lies beside the elements, or is counted there
  ///   already, as in a layer of a checkpoint.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func storedByteCount(of tensor: Int) -> Int {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    let count = stored[tensor].description.byteCount
    guard case .quantized(_, let encoding) = stored[tensor].form else { return count }
    let (sum, overflow) = count.addingReportingOverflow(encoding.byteCount)
    return overflow ? .max : sum
  }
}

extension BlockNumbers {
  /// Those of another tensor, whose values are as many as the blocks and in their order.
  static func stored(_ tensor: StoredTensor) -> BlockNumbers {
    let description = tensor.description
    return .read(
      count: description.elementCount, byteCount: description.byteCount, description.elementType
    ) { (blocks) throws(TensorFileError) in
      if case .unread(let error) = tensor.form { throw error }
      return try tensor.readable().values(in: [blocks])
    }
  }
}
