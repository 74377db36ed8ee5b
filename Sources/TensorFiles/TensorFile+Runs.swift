import NumberFormats
import QuantizationEngine

extension TensorFile {
  /// Short runs of a tensor's values, one behind the other: a sample.
  ///
  /// The system is told of all runs before the first is read, so that a disk fetches them together.
  ///
  /// - Parameters:
  ///   - tensor: A position in `tensors`.
  ///   - runs: Runs of elements, counted in row-major order.
  /// - Returns: The values of the first run, then those of the second, and so on.
  /// - Throws: ``TensorFileError/fileShrank(path:expected:found:)`` and
  ///   ``TensorFileError/notEnoughMemory(path:name:byteCount:)``.
  /// - Precondition: `tensors.indices.contains(tensor)`, and each run lies within
  ///   `0..<tensors[tensor].elementCount`.
  /// - Complexity: O(values) reads; a page of the file for each run, or with a Fortran order for
  ///   each value.
  public func values(
    of tensor: Int, runs: [Range<Int>]
  ) throws(TensorFileError) -> TensorValues {
    let stored = try readable(tensor)
    for run in runs {
      precondition(
        run.lowerBound >= 0 && run.upperBound <= stored.description.elementCount,
        "runs lie within the tensor")
      if stored.form.isSequential { stored.file.announce(stored.bytes(of: run)) }
    }
    return try stored.values(in: runs)
  }

  /// All values of a tensor in row-major order, for as long as somebody wants them.
  ///
  /// - Parameters:
  ///   - tensor: A position in `tensors`.
  ///   - goOn: Hears the share that is read, every few milliseconds, and says whether to go on.
  /// - Returns: What ``values(of:)`` does; nil if `goOn` said no.
  /// - Throws: As ``values(of:)``.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func values(
    of tensor: Int, while goOn: (Double) -> Bool
  ) throws(TensorFileError) -> TensorValues? {
    let stored = try readable(tensor)
    let count = stored.description.elementCount
    let values = try stored.values(in: [0..<count], while: goOn)
    return values.count == count ? values : nil
  }

  /// Makes the bytes of a tensor ready to be read, for as long as somebody wants them.
  ///
  /// Those of a deflated member are inflated, which takes seconds for a large one; all others are
  /// ready. Whoever reads without asking for this first waits for it then.
  ///
  /// - Parameters:
  ///   - tensor: A position in `tensors`.
  ///   - goOn: Hears the share that is ready, every few milliseconds, and says whether to go on.
  /// - Returns: Whether they are ready; false if `goOn` said no.
  /// - Throws: As ``values(of:)``.
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func prepare(
    _ tensor: Int, while goOn: (Double) -> Bool
  ) throws(TensorFileError) -> Bool {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    guard let deflated = stored[tensor].deflated else { return true }
    return try deflated.inflated(while: goOn) != nil
  }

  /// Whether elements that are neighbours in row-major order are neighbours in the file.
  ///
  /// - Precondition: `tensors.indices.contains(tensor)`.
  public func isRowMajor(_ tensor: Int) -> Bool {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    return stored[tensor].form.isSequential
  }

  /// Where a tensor lies, once more looked at before it is read.
  func readable(_ tensor: Int) throws(TensorFileError) -> StoredTensor {
    precondition(tensors.indices.contains(tensor), "a tensor's position is one of `tensors`")
    let stored = stored[tensor]
    if case .unread(let error) = stored.form { throw error }
    try stored.file.checkStillWhole()
    return try stored.readable()
  }
}

extension StoredTensor {
  /// Where a run of elements lies in the file, counted in the order of the file; of packed elements
  /// and of blocks, the whole bytes and the whole blocks that have a part in it, and of elements that
  /// lie apart all bytes of the tensor.
  func bytes(of run: Range<Int>) -> Range<Int> {
    switch form {
    case .elements, .unread:
      let size = description.elementType.byteCount
      return start + run.lowerBound * size..<start + run.upperBound * size
    case .strided: return bytes
    case .packed(let packed):
      let bytes = packed.bytes(of: run)
      return start + bytes.lowerBound..<start + bytes.upperBound
    case .quantized(let codes, _): return codes.bytes(of: run)
    case .layered(let layer):
      guard let bytes = layer.codeBytes(of: run) else { return start..<start }
      return start + bytes.lowerBound..<start + bytes.upperBound
    case .blocks(let format):
      let first = run.lowerBound / format.valueCount
      let last = max(first, (run.upperBound + format.valueCount - 1) / format.valueCount)
      return start + first * format.byteCount..<start + last * format.byteCount
    }
  }
}
