import Glibc

/// Zeros that cost nothing until they are touched.
///
/// *Invariant:* `start` is at the beginning of a large page of ``alignment`` bytes, and the memory is
/// the owner's until it goes.
@safe
final class ZeroedMemory {
  /// The size of a large page: random access to many small pages waits for their addresses.
  private static let alignment = 2 << 20

  /// The first byte.
  let start: UnsafeMutableRawPointer
  private let mapping: UnsafeMutableRawPointer
  private let mappedByteCount: Int

  /// So many bytes of zeros.
  ///
  /// - Precondition: the system has the address space.
  init(byteCount: Int) {
    mappedByteCount = byteCount + Self.alignment
    let access = PROT_READ | PROT_WRITE
    let mapping = unsafe mmap(
      nil, mappedByteCount, access, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
      preconditionFailure("the system has no address space for \(byteCount) bytes")
    }
    unsafe self.mapping = mapping
    unsafe start = mapping.alignedUp(toMultipleOf: Self.alignment)
    // Advice: where it is not taken nothing changes but the time.
    unsafe madvise(start, byteCount / Self.alignment * Self.alignment, MADV_HUGEPAGE)
  }

  deinit {
    unsafe munmap(mapping, mappedByteCount)
  }
}
