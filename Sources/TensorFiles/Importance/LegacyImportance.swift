/// An importance matrix in the form that llama.cpp wrote before GGUF: see ``ImportanceMatrix``.
struct LegacyImportance {
  /// The weights of each tensor, by its name.
  let weights: [String: [Float]]

  /// How many entries a file may have: as many as it has room for, and no more than that.
  private static let entryLimit = 1 << 20

  /// The entries of a file.
  ///
  /// - Throws: ``ImportanceFault``.
  init(_ file: MappedFile) throws(ImportanceFault) {
    var position = 0
    func integer(in limits: ClosedRange<Int>) throws(ImportanceFault) -> Int {
      guard file.byteCount - position >= 4 else { throw .cut(position: position) }
      let value = Int(file.integer(Int32.self, at: position))
      guard limits.contains(value) else { throw .number(found: value, position: position) }
      position += 4
      return value
    }
    func bytes(_ count: Int) throws(ImportanceFault) -> Range<Int> {
      guard file.byteCount - position >= count else { throw .cut(position: position) }
      defer { position += count }
      return position..<position + count
    }
    let entryCount = try integer(in: 1...Self.entryLimit)
    var weights: [String: [Float]] = [:]
    for _ in 0..<entryCount {
      let name = String(
        decoding: file.bytes(in: try bytes(try integer(in: 1...Int(UInt16.max)))), as: UTF8.self)
      let callCount = try integer(in: 0...Int(Int32.max))
      let valueCount = try integer(in: 1...Int(Int32.max))
      let place = try bytes(valueCount * 4)
      guard weights[name] == nil else { throw .duplicate(name: name, position: place.lowerBound) }
      let divisor = Float(max(callCount, 1))
      weights[name] = unsafe file.withUnsafeBytes(in: place) { bytes in
        (0..<valueCount).map { index in
          let bits = unsafe bytes.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)
          return Float(bitPattern: UInt32(littleEndian: bits)) / divisor
        }
      }
    }
    if position < file.byteCount { _ = try integer(in: Int(Int32.min)...Int(Int32.max)) }
    if position < file.byteCount { _ = try bytes(try integer(in: 0...Int(Int32.max))) }
    guard position == file.byteCount else { throw .rest(position: position) }
    self.weights = weights
  }
}
