import Glibc

/// Copies a run of memory over and over, into memory that is already there.
@safe
final class MemoryCopy {
  private let source: UnsafeRawBufferPointer
  private let target: UnsafeMutableRawBufferPointer

  /// Two runs of memory, touched once.
  init(byteCount: Int) {
    let from = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
    let to = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
    unsafe Self.touch(from)
    unsafe Self.touch(to)
    unsafe source = UnsafeRawBufferPointer(from)
    unsafe target = to
  }

  /// Has the system hand the memory out.
  private static func touch(_ memory: UnsafeMutableRawBufferPointer) {
    guard let start = memory.baseAddress else { return }
    unsafe adviseLargePages(start, byteCount: memory.count)
    unsafe memset(start, 1, memory.count)
  }

  deinit {
    unsafe source.deallocate()
    unsafe target.deallocate()
  }

  /// Copies it some times with `memcpy`, on one thread.
  func run(times: Int) -> Double {
    guard let from = unsafe source.baseAddress, let to = unsafe target.baseAddress else { return 0 }
    for _ in 0..<times { unsafe memcpy(to, from, source.count) }
    return unsafe Double(target[target.count / 2])
  }
}
