@testable import TensorFiles

/// Bytes under the path of a file that need not be there, with nothing to be read behind them.
///
/// AddressSanitizer knows where an array ends, but nothing of the end of a mapping; the memory behind
/// the bytes is poisoned, so that a read past the file's end is a finding and not a zero.
struct HostileFile: ~Copyable {
  /// The bytes as the readers take them.
  let file: MappedFile
  private let fence: UnsafeRawBufferPointer

  /// How many bytes behind the file are not to be read.
  private static let fenceLength = 1 << 12

  /// Some bytes under a path.
  ///
  /// - Throws: `notEnoughMemory` from the system.
  init(_ bytes: [UInt8], path: String) throws(TensorFileError) {
    file = try MappedFile(
      path: path, name: path, byteCount: bytes.count, spare: Self.fenceLength
    ) { $0.copyBytes(from: bytes) }
    fence = file.withUnsafeBytes(in: 0..<bytes.count) { bytes in
      UnsafeRawBufferPointer(
        start: bytes.baseAddress.map { $0 + bytes.count }, count: Self.fenceLength)
    }
    __asan_poison_memory_region(fence.baseAddress, fence.count)
  }

  deinit {
    // What is mapped here next is innocent.
    __asan_unpoison_memory_region(fence.baseAddress, fence.count)
  }
}
