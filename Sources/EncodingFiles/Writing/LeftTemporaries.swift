import FilePaths
import Glibc

/// Temporary files whose processes were killed before they could take them away.
enum LeftTemporaries {
  /// How many names of a folder are looked at: a folder of millions is not to hold up every write.
  static let lookedAt = 100_000

  /// Removes what was left in a folder.
  ///
  /// A file of a process that lives is locked, and stays. So does one of another user, and where the
  /// file system knows no locks every one does.
  static func remove(from folder: String) {
    guard let stream = unsafe opendir(folder.systemPath) else { return }
    defer { unsafe closedir(stream) }
    var count = 0
    while count < lookedAt, let entry = unsafe readdir(stream) {
      count += 1
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { field in
        unsafe field.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) {
          unsafe String(systemPath: $0)
        }
      }
      if TemporaryName.matches(name) { removeIfLeft("\(folder)/\(name)") }
    }
  }

  private static func removeIfLeft(_ path: String) {
    // For writing, without which a lock over a network is not to be had.
    let descriptor = unsafe open(path.systemPath, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid(), flock(descriptor, LOCK_EX | LOCK_NB) == 0
    else { return }
    unsafe unlink(path.systemPath)
  }
}
