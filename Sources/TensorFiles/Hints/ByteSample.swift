import QuantizationEngine

/// Some bytes of a tensor, from all over it.
struct ByteSample {
  /// The bytes: runs of whole items of eight bytes, one behind the other.
  let bytes: [UInt8]

  /// How many bytes are taken at most.
  static let byteCount = runLength * runCount
  /// How many bytes a run has: a page.
  static let runLength = 4096
  /// How many runs there are.
  static let runCount = 32

  /// The bytes of a tensor, or a part of them.
  init(of stored: StoredTensor) {
    let range = stored.bytes
    guard range.count > Self.byteCount else {
      bytes = stored.file.bytes(in: range.lowerBound..<range.lowerBound + range.count / 8 * 8)
      return
    }
    // Whole items of any size from the start of the tensor on.
    let step = (range.count - Self.runLength) / (Self.runCount - 1) / 8 * 8
    let starts = (0..<Self.runCount).map { range.lowerBound + $0 * step }
    for start in starts { stored.file.announce(start..<start + Self.runLength) }
    bytes = starts.flatMap { stored.file.bytes(in: $0..<$0 + Self.runLength) }
  }

  /// Some bytes.
  init(_ bytes: [UInt8]) { self.bytes = Array(bytes.prefix(bytes.count / 8 * 8)) }

  /// The items of two bytes.
  func halves(_ order: ByteOrder = .little) -> [UInt16] {
    stride(from: 0, to: bytes.count, by: 2).map { index in
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      return order == .little ? second << 8 | first : first << 8 | second
    }
  }

  /// The items of four bytes, little-endian.
  var words: [UInt32] {
    stride(from: 0, to: bytes.count, by: 4).map { index in
      bytes[index..<index + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
  }
}
