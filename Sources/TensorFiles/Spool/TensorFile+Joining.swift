import QuantizationEngine

extension TensorFile {
  /// One tensor made of several, one behind another along their first axis, in memory.
  ///
  /// Floats are joined as they are stored; everything else as the values it stands for.
  ///
  /// - Parameters:
  ///   - parts: The tensors, each a file and a position in it; at least one. All have one type, and
  ///     shapes that differ along the first axis alone.
  ///   - path: What every sentence of an error begins with.
  ///   - memoryLimit: How many bytes may be held.
  /// - Returns: The file with its tensor, and what of it lies in memory.
  /// - Throws: ``TensorFileError``, the cases about reading, and `spoolLimit`.
  /// - Complexity: O(elements).
  public static func joining(
    _ parts: [(file: TensorFile, position: Int)], path: String, memoryLimit: Int
  ) throws(TensorFileError) -> (file: TensorFile, spooled: SpooledBytes) {
    var spool = try Spool(path: path, limit: memoryLimit)
    var isStored = true
    for (file, position) in parts where !file.hasPlainFloats(position) { isStored = false }
    var byteCount = 0
    for (file, position) in parts {
      let array =
        isStored ? try file.storedArray(of: position) : try file.valueArray(of: position)
      let count = file.tensors[position].elementCount
      for start in stride(from: 0, to: count, by: TensorArray.pieceLength) {
        let bytes = try array.bytes(of: start..<min(start + TensorArray.pieceLength, count))
        byteCount += bytes.count
        try spool.append(bytes, of: .joined)
      }
    }
    let first = parts[0].file.tensors[parts[0].position]
    let type: ElementType =
      isStored ? first.elementType : first.elementType.fitsFloat32 ? .float32 : .float64
    let length = parts.reduce(0) { $0 + ($1.file.tensors[$1.position].shape.first ?? 1) }
    let file = try TensorFile(
      try spool.mapped(),
      layout: RawLayout(elementType: type, shape: [length] + first.shape.dropFirst()), of: .raw)
    return (file, SpooledBytes(origin: .joined, byteCount: byteCount))
  }

  /// Whether a tensor's elements are stored as floats in row-major order, the lowest byte first.
  private func hasPlainFloats(_ tensor: Int) -> Bool {
    let description = tensors[tensor]
    guard description.storedAs == description.elementType.rawValue, isRowMajor(tensor),
      [.float16, .bfloat16, .float32, .float64].contains(description.elementType),
      let elements = try? storedElements(of: tensor)
    else { return false }
    return elements.byteOrder == .little
  }
}
