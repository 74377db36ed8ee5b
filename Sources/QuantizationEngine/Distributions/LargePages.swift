import Glibc

/// Memory for many numbers at once.
enum LargePages {
  /// An array of numbers that nobody has written yet: each must be written before it is read.
  ///
  /// The system is asked for pages of 2 MiB: a sort writes to thousands of places in turn, and with
  /// small pages most of its time goes into handing them out and finding them again. It is advice:
  /// where it is not taken nothing but the time changes.
  static func unwrittenArray<Element: BitwiseCopyable>(_: Element.Type, count: Int) -> [Element] {
    unsafe [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
      unsafe prefer(under: UnsafeMutableRawBufferPointer(buffer))
      initialized = count
    }
  }

  /// Asks for large pages under memory that is about to be filled.
  private static func prefer(under memory: UnsafeMutableRawBufferPointer) {
    // Less than this has no large page of its own inside.
    guard let base = memory.baseAddress, memory.count >= 4 << 20 else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let skipped = (page - Int(bitPattern: base) % page) % page
    unsafe madvise(base + skipped, (memory.count - skipped) / page * page, MADV_HUGEPAGE)
  }
}
