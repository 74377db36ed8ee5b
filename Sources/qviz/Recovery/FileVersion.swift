import FilePaths
import Glibc

/// What tells whether a file may have changed: its place on the disk, its size, and its time.
struct FileVersion: Hashable, Sendable {
  private let device: dev_t
  private let inode: ino_t
  /// How many bytes it has.
  let byteCount: Int
  /// When it was written last, in nanoseconds since 1970; 0 where no integer holds that.
  let modified: Int

  /// The version of a regular file; nil where there is none.
  init?(path: String) {
    var status = stat()
    guard unsafe stat(path.systemPath, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return nil
    }
    device = status.st_dev
    inode = status.st_ino
    byteCount = Int(status.st_size)
    let (nanoseconds, overflows) = Int(status.st_mtim.tv_sec)
      .multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflowsToo) = nanoseconds.addingReportingOverflow(Int(status.st_mtim.tv_nsec))
    modified = overflows || overflowsToo ? 0 : sum
  }
}
