import Glibc

/// What the system is asked about memory before values are decoded into it.
enum SystemMemory {
  /// Whether the system would grant so much memory now.
  ///
  /// An array that cannot be allocated ends the program; asking first turns that into an error.
  ///
  /// - Parameter byteCount: Any count; 0 and less are granted.
  /// - Returns: What the system says to a mapping of that size, which is given back at once.
  static func isGranted(byteCount: Int) -> Bool {
    guard byteCount > 0 else { return true }
    let access = PROT_READ | PROT_WRITE
    let trial = unsafe mmap(nil, byteCount, access, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let trial = unsafe trial, unsafe trial != MAP_FAILED else { return false }
    unsafe munmap(trial, byteCount)
    return true
  }

  /// Asks for large pages under memory that is about to be filled.
  ///
  /// Most of the time of reading a large tensor is the system handing out its array page by page;
  /// with pages of 2 MiB that is a quarter. It is advice: where it is not taken nothing changes.
  ///
  /// - Parameter memory: Allocated memory; only its whole pages are named to the system.
  static func preferLargePages(under memory: UnsafeMutableRawBufferPointer) {
    // Less than this has no large page of its own inside.
    guard let base = memory.baseAddress, memory.count >= 4 << 20 else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let skipped = (page - Int(bitPattern: base) % page) % page
    let whole = (memory.count - skipped) / page * page
    unsafe madvise(base + skipped, whole, MADV_HUGEPAGE)
  }
}
